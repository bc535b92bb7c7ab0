package io.tidemark.journal;

import java.time.Instant;

/** Instants as the journal stores them: whole microseconds since 1970, what is finer is cut off. */
final class Micros {

    private static final long MOST_SECONDS = Long.MAX_VALUE / 1_000_000 - 1;

    private Micros() {}

    /** The microsecond that an instant falls into; beyond some 290,000 years from 1970, the last one there is. */
    static long of(Instant instant) {
        long seconds = Math.clamp(instant.getEpochSecond(), -MOST_SECONDS, MOST_SECONDS);
        return seconds * 1_000_000 + instant.getNano() / 1_000;
    }
}
