package io.tidemark.projection.store.protocol;

/** What has to hold in every state and at every step. */
enum Property {
    /** No effect is lost, doubled or out of order: the stored rows are what the journal says up to the watermark. */
    ROWS_ARE_WATERMARKS,
    /** The watermark never goes back. */
    WATERMARK_GROWS,
    /** Who lost the claim never writes. */
    ONLY_OWNER_WRITES,
    /** What a node takes for durable is durable: neither it nor a token is ever ahead of a commit. */
    COMMITTED_IS_DURABLE,
    /** Who claims the rows goes on after the watermark. */
    FEED_RESUMES_AT_WATERMARK,
    /** A row that leaves memory is durable. */
    EVICTED_IS_DURABLE,
    /** What the owner reads, from memory and else from the database, is what the journal says up to the last event. */
    READS_ARE_PROCESSED_STATE,
    /** A write that is tried again is the same. */
    RETRY_IS_SAME,
    /** A node gives up only if another took over. */
    NO_NEEDLESS_LOSS,
    /** A client's answer is what the journal says up to the seq that it carries. */
    ANSWERS_ARE_ONE_STATE
}
