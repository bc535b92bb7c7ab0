package io.tidemark.projection.store.protocol;

import java.util.Locale;

/**
 * A live generation, one that is built beside it, and who works on them.
 *
 * @param old generation 1
 * @param built generation 2
 * @param follower writes the live rows
 * @param builder the epoch of whoever builds generation 2, 0 for nobody
 * @param stage of the transaction that swaps
 * @param target seq that the live rows showed when that one looked
 * @param faults how many more there may be
 */
record SwapState(
        Generation old, Generation built, Follower follower, int builder, Stage stage, int target, int faults) {

    /** What a generation is for. */
    enum Standing {
        BUILDING,
        LIVE,
        RETIRED
    }

    /** How far the swap is. An orphan's builder is gone; half is a swap in two transactions after the first. */
    enum Stage {
        NONE,
        READ,
        LOCKED,
        COMMIT,
        ORPHAN,
        HALF
    }

    /** A generation and its position. */
    record Generation(Standing standing, int watermark, int epoch) {

        Generation claimed() {
            return new Generation(standing, watermark, epoch + 1);
        }

        @Override
        public String toString() {
            return standing.name().toLowerCase(Locale.ROOT) + " watermark=" + watermark + " epoch=" + epoch;
        }
    }

    /** Who owns a generation, or has chosen it and not claimed it yet (epoch 0). */
    record Follower(int generation, int epoch, int committed, boolean isWriting) {

        static final Follower OFF = new Follower(0, 0, 0, false);

        static Follower chose(int generation) {
            return new Follower(generation, 0, 0, false);
        }
    }

    Generation generation(int number) {
        return number == 1 ? old : built;
    }

    /** The generation that is read. */
    Generation live() {
        return built.standing == Standing.LIVE ? built : old;
    }

    /** Whether the swap's transaction holds the position of a generation. */
    boolean isHeld(int number) {
        return switch (stage) {
            case NONE, READ, HALF -> false;
            case LOCKED -> number == 1;
            case COMMIT, ORPHAN -> true;
        };
    }

    SwapState with(int number, Generation generation) {
        return new SwapState(
                number == 1 ? generation : old,
                number == 1 ? built : generation,
                follower,
                builder,
                stage,
                target,
                faults);
    }

    SwapState with(Follower next) {
        return new SwapState(old, built, next, builder, stage, target, faults);
    }

    SwapState building(int epoch, Stage next, int seq) {
        return new SwapState(old, built, follower, epoch, next, seq, faults);
    }

    SwapState faulty() {
        return new SwapState(old, built, follower, builder, stage, target, faults - 1);
    }
}
