package io.tidemark.bench.load;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The load before a measurement. It goes on for a while, and then until the compilers of what is loaded have little left
 * to do: on two cores a compiler that works takes a quarter of the machine from what is measured.
 *
 * @param least how long it goes on whatever the compilers do
 * @param most how long it goes on at most, about
 */
public record WarmUp(Duration least, Duration most) {

    /** How long the compilers are watched at a time. */
    private static final Duration WATCHED = Duration.ofSeconds(2);

    /** The share of a processor below which compilers count as idle. */
    private static final double IDLE = 0.1;

    /**
     * Warms up.
     *
     * @param load lets the load go on
     * @param compilersNanos processor time that compilers have used so far
     */
    public void run(Rate.Load load, LongSupplier compilersNanos) throws InterruptedException {
        load.goOn(least);
        long end = System.nanoTime() + most.minus(least).toNanos();
        boolean idle = false;
        while (!idle && System.nanoTime() - end < 0) {
            long before = compilersNanos.getAsLong();
            load.goOn(WATCHED);
            idle = compilersNanos.getAsLong() - before < IDLE * WATCHED.toNanos();
        }
    }
}
