package io.tidemark.journal;

import org.axonframework.common.AxonNonTransientException;
import org.jspecify.annotations.Nullable;

/**
 * The connection broke while a group was being committed, and the database did not come back in time to be asked. The
 * events may or may not be recorded, and the database may still be about to do it: that the journal does not have them
 * yet proves nothing until its writer has connected again. To send the message once more under its ref is always safe.
 */
public class AppendOutcomeUnknownException extends AxonNonTransientException {

    private static final long serialVersionUID = 1L;

    /** An unknown outcome, for the reason that the message and the cause give. */
    public AppendOutcomeUnknownException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
