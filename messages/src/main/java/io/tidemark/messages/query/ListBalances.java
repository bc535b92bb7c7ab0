package io.tidemark.messages.query;

import org.jspecify.annotations.Nullable;

/**
 * Asks for the balances of all accounts that ever had a lot of a currency, accounts ascending by Unicode code point.
 * Answered with a {@link BalanceList}.
 *
 * @param currency the currency
 * @param minBalance least balance now; 0 includes accounts whose lots are all drained or expired
 * @param count whether to count all accounts that match
 * @param cursor where to go on; {@code null} for the first page
 * @param limit most rows, 1 to 1000
 * @param minSeq the answer waits until the projection has committed this seq; {@code null} to answer at once
 */
public record ListBalances(
        String currency,
        long minBalance,
        boolean count,
        @Nullable String cursor,
        int limit,
        @Nullable Long minSeq) {}
