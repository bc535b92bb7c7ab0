package io.tidemark.messages.query;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A lot as the lot cache has it.
 *
 * @param account who has it
 * @param currency of it
 * @param ref ref of the message that made it
 * @param index its index in that message
 * @param amount units granted
 * @param remaining units not drained yet
 * @param grantedAt from when it counts, inclusive
 * @param expiresAt from when it no longer counts; {@code null} for never
 * @param value what the amount was worth when it came, in the currency that lots are valued in; {@code null} if it is not
 *     valued
 */
public record Lot(
        String account,
        String currency,
        String ref,
        int index,
        long amount,
        long remaining,
        Instant grantedAt,
        @Nullable Instant expiresAt,
        @Nullable Long value) {

    /** A lot that is not valued. */
    public Lot(
            String account,
            String currency,
            String ref,
            int index,
            long amount,
            long remaining,
            Instant grantedAt,
            @Nullable Instant expiresAt) {
        this(account, currency, ref, index, amount, remaining, grantedAt, expiresAt, null);
    }
}
