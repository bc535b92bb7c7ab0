package io.tidemark.messages.command;

/**
 * The ledger could not find out in time whether a message was recorded. Send the same message again under the same ref:
 * it has one effect however often it is sent.
 */
public class OutcomeUnknownException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** An unknown outcome, for the reason that the message and the cause give. */
    public OutcomeUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
