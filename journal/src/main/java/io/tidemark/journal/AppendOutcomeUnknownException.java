package io.tidemark.journal;

import org.axonframework.common.AxonNonTransientException;
import org.jspecify.annotations.Nullable;

/**
 * The connection broke while a group was being committed, and the database did not come back in time to be asked. The
 * events may or may not be recorded.
 */
public class AppendOutcomeUnknownException extends AxonNonTransientException {

    private static final long serialVersionUID = 1L;

    /** An unknown outcome, for the reason that the message and the cause give. */
    public AppendOutcomeUnknownException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
