package io.tidemark.projection.store.protocol;

/** What the protocol obeys, each said so that it can be left out. O1 to O6 are the obligations of the proof. */
enum Rule {
    /** O1. Events become visible in the order of their positions, and are folded without a hole. */
    ORDERED_JOURNAL,
    /** O2. What an event makes of a row depends on the two alone. */
    PURE_FOLD,
    /** O3. Rows and watermark change in one transaction. */
    ONE_TRANSACTION,
    /** O4. A write takes place only where its writer left the rows: at the same watermark, epoch and number of write. */
    FENCE,
    /** O5. Whether a write took place whose end nobody told is looked up, never guessed. */
    RESOLVE_BY_POSITION,
    /** O6. Who reads rows and watermark reads both from one snapshot. */
    ONE_SNAPSHOT,
    /** The fence is the transaction's first statement and holds the position until the end. */
    FENCE_HOLDS_POSITION,
    /** Only rows that are durable leave memory. */
    EVICT_DURABLE_ONLY,
    /** A write that is tried again is the one that was captured. */
    RETRY_AS_CAPTURED,
    /** The writer is handed changes between two batches, never in the midst of one. */
    HAND_OVER_BETWEEN_BATCHES,
    /** The feed goes on after the watermark, and not after what was processed. */
    TOKEN_IS_WATERMARK,
    /** A row that comes from the database does not replace one in memory. */
    MEMORY_WINS,
    /** When nobody owns the rows, somebody claims them. */
    SOMEBODY_CLAIMS
}
