package io.tidemark.projection.effect;

import java.time.Duration;

/**
 * So many calls in a time. Immutable.
 *
 * @param calls calls in one window
 * @param window begins with the first call, and then with the first call after the one before has ended
 */
public record RateLimit(int calls, Duration window) {

    /** No limit. */
    public static final RateLimit NONE = new RateLimit(Integer.MAX_VALUE, Duration.ofNanos(1));

    /** Refuses a limit that lets nothing through. */
    public RateLimit {
        if (calls < 1 || !window.isPositive()) {
            throw new IllegalArgumentException("a rate is at least one call in some time");
        }
    }

    /** So many calls a second. */
    public static RateLimit perSecond(int calls) {
        return new RateLimit(calls, Duration.ofSeconds(1));
    }
}
