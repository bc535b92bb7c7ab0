package io.tidemark.messages.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of balances.
 *
 * @param items the balances
 * @param nextCursor opaque place to go on from; {@code null} at the end
 * @param count all accounts that match, on all pages; {@code null} unless asked for
 * @param seq the journal position that the balances show
 */
public record BalanceList(
        List<AccountBalance> items,
        @Nullable String nextCursor,
        @Nullable Long count,
        long seq) {
    public BalanceList {
        items = List.copyOf(items);
    }

    /**
     * What one account has now.
     *
     * @param account the account
     * @param balance sum of what remains of its valid lots
     */
    public record AccountBalance(String account, long balance) {}
}
