package io.tidemark.server.imports;

import org.jspecify.annotations.Nullable;

/** The ledger gave no answer that an import can go on from. Running the same import again goes on where it stopped. */
public class SinkException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean unreachable;

    /**
     * A failure to get an answer.
     *
     * @param unreachable whether the ledger was not there or not ready, as opposed to broken
     */
    public SinkException(String message, @Nullable Throwable cause, boolean unreachable) {
        super(message, cause);
        this.unreachable = unreachable;
    }

    /** Whether the ledger was not there or not ready, as opposed to broken. */
    public boolean isUnreachable() {
        return unreachable;
    }
}
