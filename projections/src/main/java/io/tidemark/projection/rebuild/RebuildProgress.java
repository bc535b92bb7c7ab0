package io.tidemark.projection.rebuild;

import org.jspecify.annotations.Nullable;

/**
 * How far a rebuild is.
 *
 * @param phase what it is at
 * @param seq last seq that it has folded
 * @param targetSeq seq at which it is done; grows with the journal
 * @param eventsPerSecond its rate of late
 * @param etaSeconds seconds that are left at that rate; {@code null} while there is no rate
 */
public record RebuildProgress(
        Phase phase,
        long seq,
        long targetSeq,
        long eventsPerSecond,
        @Nullable Long etaSeconds) {

    /** What a rebuild is at, in order. */
    public enum Phase {
        /** New tables are being made, or those of a rebuild that stopped are taken up. */
        PREPARING,
        /** The journal is being folded. */
        FOLDING,
        /** The new tables get their indexes. */
        INDEXING,
        /** What came meanwhile is being folded. */
        CATCHING_UP,
        /** The new tables are compared with the live ones. */
        VERIFYING,
        /** The new tables are about to be the live ones. */
        SWAPPING
    }
}
