package io.tidemark.projection.lots;

import org.jspecify.annotations.Nullable;

/**
 * A lot.
 *
 * @param key what it is known by
 * @param currency of it
 * @param amount units granted
 * @param remaining units that no movement has drained, from 0 to the amount
 * @param grantedAt from when it counts, inclusive, in microseconds since 1970
 * @param expiresAt from when it no longer counts, in microseconds since 1970; {@code null} for never
 * @param seq seq of the event that made it
 * @param value what the amount was worth; {@code null} if it is not valued
 */
public record LotRow(
        LotKey key,
        String currency,
        long amount,
        long remaining,
        long grantedAt,
        @Nullable Long expiresAt,
        long seq,
        @Nullable Long value) {

    /** A lot that is not valued. */
    LotRow(
            LotKey key,
            String currency,
            long amount,
            long remaining,
            long grantedAt,
            @Nullable Long expiresAt,
            long seq) {
        this(key, currency, amount, remaining, grantedAt, expiresAt, seq, null);
    }

    /**
     * The lot after units were drained from it.
     *
     * @throws IllegalStateException if it has fewer, or is of another currency
     */
    LotRow drained(long drainSeq, String drainCurrency, long units) {
        if (!currency.equals(drainCurrency) || units > remaining) {
            throw new IllegalStateException("seq " + drainSeq + " drains " + units + " " + drainCurrency + " from "
                    + key + ", which has " + remaining + " " + currency);
        }
        return new LotRow(key, currency, amount, remaining - units, grantedAt, expiresAt, seq, value);
    }
}
