package io.tidemark.projection;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Time as the tables keep it: whole microseconds since 1970, UTC. */
public final class Micros {

    private Micros() {}

    /**
     * The microsecond that the instant falls into.
     *
     * @throws ArithmeticException if a {@code long} cannot hold it
     */
    public static long of(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
    }

    /** The microsecond of an instant, {@code null} for none. */
    public static @Nullable Long ofNullable(@Nullable Instant instant) {
        return instant == null ? null : of(instant);
    }

    /** The instant at which the microsecond begins. */
    public static Instant toInstant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
    }
}
