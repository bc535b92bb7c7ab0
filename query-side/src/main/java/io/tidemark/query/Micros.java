package io.tidemark.query;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Time as the tables keep it: whole microseconds since 1970, UTC. Instants that no row can have are moved to the end of
 * the range, where they compare to all rows as they did before.
 */
public final class Micros {

    private static final long PER_SECOND = 1_000_000L;
    private static final long LAST_SECOND = Long.MAX_VALUE / PER_SECOND - 1;

    private Micros() {}

    /** The last microsecond at or before the instant. */
    public static long atOrBefore(Instant instant) {
        long second = Math.clamp(instant.getEpochSecond(), -LAST_SECOND, LAST_SECOND);
        return second * PER_SECOND + instant.getNano() / 1_000;
    }

    /** The first microsecond at or after the instant. */
    public static long atOrAfter(Instant instant) {
        long micros = atOrBefore(instant);
        return instant.truncatedTo(ChronoUnit.MICROS).equals(instant) ? micros : micros + 1;
    }

    /** The instant at which the microsecond begins. */
    public static Instant toInstant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * 1_000);
    }

    /** The instant at which the microsecond begins, {@code null} for none. */
    public static @Nullable Instant toInstantOrNull(@Nullable Long micros) {
        return micros == null ? null : toInstant(micros);
    }
}
