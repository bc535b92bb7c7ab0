package io.tidemark.config.projections;

import org.jspecify.annotations.Nullable;

/**
 * How far a projection is.
 *
 * @param name its stable name
 * @param state what it does
 * @param processedSeq last seq that its handlers have seen
 * @param committedSeq last seq whose effect is durable in its tables
 * @param headSeq last seq of the journal
 * @param rebuild progress of the rebuild that is under way; {@code null} when there is none
 * @param error why it failed or stopped, without internals; {@code null} when nothing is wrong
 */
public record ProjectionStatus(
        String name,
        State state,
        long processedSeq,
        long committedSeq,
        long headSeq,
        @Nullable Rebuild rebuild,
        @Nullable String error) {

    /** What a projection does. */
    public enum State {
        /** It follows the journal. */
        RUNNING("running"),
        /** It is being made anew from the journal. */
        REBUILDING("rebuilding"),
        /** Nobody has it follow the journal. */
        STOPPED("stopped"),
        /** It met something that it cannot apply. */
        FAILED("failed");

        private final String code;

        State(String code) {
            this.code = code;
        }

        /** The name used in HTTP and on the command line. */
        public String code() {
            return code;
        }
    }

    /**
     * Progress of a rebuild.
     *
     * @param seq last seq that it has folded
     * @param targetSeq seq at which it is done
     * @param eventsPerSecond its rate of late
     * @param etaSeconds seconds that are left at that rate; {@code null} while there is no rate yet
     */
    public record Rebuild(
            long seq,
            long targetSeq,
            long eventsPerSecond,
            @Nullable Long etaSeconds) {}
}
