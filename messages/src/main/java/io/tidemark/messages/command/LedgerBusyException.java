package io.tidemark.messages.command;

/** The ledger has as much to do as it lets itself take on; nothing was done. Send the message again after a while. */
public class LedgerBusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A refusal of work for the reason that the message gives. */
    public LedgerBusyException(String message) {
        super(message);
    }
}
