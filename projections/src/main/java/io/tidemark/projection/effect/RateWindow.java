package io.tidemark.projection.effect;

/** Gives out the places of calls in the windows of a rate limit, in the order in which they are asked for. Thread-safe. */
final class RateWindow {

    private final int calls;
    private final long windowNanos;
    private long beginNanos;
    private int used;
    private boolean hasBegun;

    RateWindow(RateLimit limit) {
        this.calls = limit.calls();
        this.windowNanos = limit.window().toNanos();
    }

    /** Takes the next place, and says in how many nanoseconds from now it is. */
    synchronized long reserve(long nowNanos) {
        if (!hasBegun || nowNanos - beginNanos >= windowNanos) {
            hasBegun = true;
            beginNanos = nowNanos;
            used = 0;
        } else if (used == calls) {
            beginNanos += windowNanos;
            used = 0;
        }
        used++;
        return Math.max(0, beginNanos - nowNanos);
    }
}
