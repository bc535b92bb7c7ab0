package io.tidemark.bench.load;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Things done a second. */
public final class Rate {

    /** A load of which nothing comes for so many times what it is measured hangs. */
    private static final int MOST_TURNS = 1_000;

    private Rate() {}

    /**
     * Measures over a while from now. On a machine that gets nothing done in that time it goes on until something is: a
     * rate of nothing is not a figure, and what else is measured beside it could not be shared out.
     *
     * @param done how many are done so far
     * @param time how long it is measured at least
     * @param load lets the load go on; fails when the load does
     * @throws IllegalStateException if nothing is done at all
     */
    public static double of(LongSupplier done, Duration time, Load load) throws InterruptedException {
        long before = done.getAsLong();
        long from = System.nanoTime();
        for (int turn = 0; turn < MOST_TURNS; turn++) {
            load.goOn(time);
            long more = done.getAsLong() - before;
            if (more > 0) {
                return more * 1e9 / (System.nanoTime() - from);
            }
        }
        throw new IllegalStateException("nothing was done in " + time.multipliedBy(MOST_TURNS));
    }

    /** What is measured. */
    @FunctionalInterface
    public interface Load {

        /** Goes on for a while. */
        void goOn(Duration time) throws InterruptedException;
    }
}
