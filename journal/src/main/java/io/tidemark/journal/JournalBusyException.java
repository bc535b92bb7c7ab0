package io.tidemark.journal;

import org.axonframework.common.AxonTransientException;

/** More appends wait for the writer than are let wait. Nothing was done. */
public class JournalBusyException extends AxonTransientException {

    private static final long serialVersionUID = 1L;

    /** A refusal of work for the reason that the message gives. */
    public JournalBusyException(String message) {
        super(message);
    }
}
