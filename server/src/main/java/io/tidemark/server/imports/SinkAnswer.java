package io.tidemark.server.imports;

/** What the ledger said to one message. */
public sealed interface SinkAnswer {

    /**
     * The message is in the journal.
     *
     * @param seqTo seq of its last event
     * @param repeated whether an earlier sending of it did that
     */
    record Applied(long seqTo, boolean repeated) implements SinkAnswer {}

    /**
     * The message was refused; nothing was written.
     *
     * @param reason why
     */
    record Refused(RefusalReason reason) implements SinkAnswer {}
}
