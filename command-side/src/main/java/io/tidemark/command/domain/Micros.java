package io.tidemark.command.domain;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Time as the domain keeps it: whole microseconds since 1970, UTC. */
final class Micros {

    /** Stands for "never" where an expiry is kept; later than every instant that the ledger takes. */
    static final long NEVER = Long.MAX_VALUE;

    /** The first instant that the ledger takes, inclusive. */
    static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    /** The last instant that the ledger takes, inclusive. */
    static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Micros() {}

    /** The microsecond that the instant falls into. */
    static long of(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
    }

    /** The microsecond of an expiry, {@link #NEVER} for {@code null}. */
    static long ofExpiry(@Nullable Instant expiresAt) {
        return expiresAt == null ? NEVER : of(expiresAt);
    }

    /** The instant of a microsecond other than {@link #NEVER}. */
    static Instant toInstant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** The instant of an expiry, {@code null} for {@link #NEVER}. */
    static @Nullable Instant toExpiry(long micros) {
        return micros == NEVER ? null : toInstant(micros);
    }

    /** The instant without what is finer than a microsecond. */
    static Instant truncate(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    /** Whether the ledger takes the instant. */
    static boolean isInRange(Instant instant) {
        return !instant.isBefore(EARLIEST) && !instant.isAfter(LATEST);
    }
}
