package io.tidemark.projection.rebuild;

/** How large a rebuild's pieces of work are, and how long it rests after each. */
@FunctionalInterface
interface Rests {

    /** Events of a piece of work: enough that a round trip does not count, few enough to be a batch of a store. */
    int EVENTS_AT_ONCE = 5_000;

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

    /** Most events of the next piece of work. May be asked by any thread. */
    default int eventsAtOnce() {
        return EVENTS_AT_ONCE;
    }
}
