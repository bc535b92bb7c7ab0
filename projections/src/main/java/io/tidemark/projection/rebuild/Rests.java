package io.tidemark.projection.rebuild;

/** How long a rebuild rests after each piece of work. */
@FunctionalInterface
interface Rests {

    /** No rests: for what others wait for. */
    Rests NONE = (workedNanos, nowNanos) -> 0;

    /**
     * How long to rest after a piece of work.
     *
     * @param workedNanos how long the work took
     * @param nowNanos the time, as {@link System#nanoTime()} tells it
     * @return nanoseconds, 0 or more
     */
    long restNanos(long workedNanos, long nowNanos);
}
