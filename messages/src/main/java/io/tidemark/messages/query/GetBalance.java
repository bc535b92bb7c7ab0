package io.tidemark.messages.query;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Asks what an account has: the sum of what remains of its lots that are valid at an instant. Answered with a
 * {@link Balance}; a subscription query gets a {@link Balance} as of now after each change of the account.
 *
 * @param account whose balance; one never seen has 0
 * @param currency which of its currencies
 * @param at the instant at which lots must be valid; {@code null} for now
 * @param minSeq the answer waits until the projection has committed this seq; {@code null} to answer at once
 */
public record GetBalance(
        String account,
        String currency,
        @Nullable Instant at,
        @Nullable Long minSeq) {}
