package io.tidemark.projection.store;

import org.jspecify.annotations.Nullable;

/** The storage could not do what it was asked. */
public final class StorageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What to do about it. */
    public enum Kind {
        /** It may work when it is tried again; whether this try took effect is to be looked up. */
        TRANSIENT,
        /** Somebody else owns the rows, or they are not where the write expected them. */
        LOST,
        /** Trying again will not help. */
        PERMANENT
    }

    /**
     * A failure.
     *
     * @param kind what to do about it
     * @param message what was tried and what became of it
     * @param cause the reason, if something was thrown
     */
    public StorageException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What to do about it. */
    public Kind kind() {
        return kind;
    }
}
