package io.tidemark.projection.rebuild;

/**
 * The rounds in which a rebuild catches up with a journal that grows meanwhile: each folds what there is when it begins.
 * Says how the next round is to be run, and when no more are worth it; folds nothing itself. Not thread-safe.
 */
final class CatchUpRounds {

    /** Fewer events than this are folded without a rest, for in the time of one as many come again. */
    static final int WORTH_A_REST = 10_000;

    /** After so many rounds it will not get nearer: whoever waits for the rest waits for more than they hoped. */
    static final int MOST_ROUNDS = 50;

    /** A round that leaves more than this share of what the one before left was too slow for what comes. */
    private static final double TOO_SLOW = 0.75;

    /** What the next round is like. */
    enum Round {
        /** It rests for the sake of others. */
        WITH_RESTS,
        /** It does not, or the journal would grow faster than it is folded. */
        AT_FULL_SPEED,
        /** There is none. */
        NONE
    }

    private final int enough;
    private double leftBefore = Double.POSITIVE_INFINITY;
    private int rounds;

    /**
     * Rounds until little is left.
     *
     * @param enough events that may be left at the end
     */
    CatchUpRounds(int enough) {
        this.enough = enough;
    }

    /**
     * The next round.
     *
     * @param left events in the journal that are not folded yet
     */
    Round next(long left) {
        if (left <= enough || rounds == MOST_ROUNDS) {
            return Round.NONE;
        }
        boolean isFastEnough = left < leftBefore * TOO_SLOW;
        leftBefore = left;
        rounds++;
        return isFastEnough && left > WORTH_A_REST ? Round.WITH_RESTS : Round.AT_FULL_SPEED;
    }
}
