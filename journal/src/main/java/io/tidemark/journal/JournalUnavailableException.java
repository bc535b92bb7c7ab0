package io.tidemark.journal;

import org.axonframework.common.AxonTransientException;
import org.jspecify.annotations.Nullable;

/** The database was away for as long as an append may wait. The events were surely not recorded. */
public class JournalUnavailableException extends AxonTransientException {

    private static final long serialVersionUID = 1L;

    /** An outage for the reason that the message and the cause give. */
    public JournalUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
