package io.tidemark.messages.query;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an account has.
 *
 * @param account whose balance
 * @param currency of the balance
 * @param balance sum of what remains of the lots valid at {@code at}
 * @param at the instant at which lots count
 * @param seq the journal position that the lots show
 * @param details the balance by expiry: never-expiring first, then by expiry, sums of zero left out
 */
public record Balance(String account, String currency, long balance, Instant at, long seq, List<Detail> details) {
    public Balance {
        details = List.copyOf(details);
    }

    /**
     * The part of a balance that expires at one instant.
     *
     * @param expiresAt when, exclusive; {@code null} for never
     * @param amount how much, at least 1
     */
    public record Detail(@Nullable Instant expiresAt, long amount) {}
}
