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
     * @param remembered whether an earlier import was told so, and the ledger has not been asked again
     */
    record Refused(RefusalReason reason, boolean remembered) implements SinkAnswer {}
}
