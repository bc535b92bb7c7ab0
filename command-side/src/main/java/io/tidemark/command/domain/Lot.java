package io.tidemark.command.domain;

import io.tidemark.messages.event.LotDrain;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A lot with something left in it. Drained lots are not kept: nothing can ever be taken from them again.
 *
 * @param ref ref of the message that made it
 * @param index its index in that message
 * @param grantedAtMicros from when it can be drained, inclusive, in microseconds since 1970
 * @param expiresAtMicros from when it can no longer be drained, in microseconds since 1970; {@link Long#MAX_VALUE} for
 *     never
 * @param remaining units left, at least 1
 */
public record Lot(String ref, int index, long grantedAtMicros, long expiresAtMicros, long remaining) {

    public Lot {
        if (remaining < 1) {
            throw new IllegalStateException("lot " + ref + "#" + index + " with " + remaining + " left");
        }
    }

    /** When the lot began to count. */
    public Instant grantedAt() {
        return Micros.toInstant(grantedAtMicros);
    }

    /** When the lot stops counting, exclusive; {@code null} for never. */
    public @Nullable Instant expiresAt() {
        return Micros.toExpiry(expiresAtMicros);
    }

    /** Whether the lot can be drained at a time: granted at or before it, and not expired at it. */
    boolean isValidAt(long micros) {
        return grantedAtMicros <= micros && micros < expiresAtMicros;
    }

    Lot withRemaining(long units) {
        return new Lot(ref, index, grantedAtMicros, expiresAtMicros, units);
    }

    /** The fact that an amount was taken from this lot. */
    LotDrain drained(long amount) {
        return new LotDrain(ref, index, amount, grantedAt(), expiresAt());
    }

    /** A lot that sorts where the drained one does. */
    static Lot placeOf(LotDrain drain) {
        return new Lot(drain.ref(), drain.index(), Micros.of(drain.grantedAt()), Micros.ofExpiry(drain.expiresAt()), 1);
    }
}
