package io.tidemark.config.database;

import org.jspecify.annotations.Nullable;

/** The embedded PostgreSQL cannot be used. The message is for an operator and names a way out where there is one. */
public class EmbeddedDatabaseException extends RuntimeException {

    /** With a message for an operator, and the failure below it if there is one. */
    public EmbeddedDatabaseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** With a message for an operator. */
    public EmbeddedDatabaseException(String message) {
        this(message, null);
    }
}
