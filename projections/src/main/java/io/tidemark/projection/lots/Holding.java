package io.tidemark.projection.lots;

import org.jspecify.annotations.Nullable;

/**
 * What one account has in one currency.
 *
 * @param account the account
 * @param currency the currency
 */
public record Holding(String account, String currency) {

    /** As a record's own, without the method handles through which that looks its parts up. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Holding holding
                        && account.equals(holding.account)
                        && currency.equals(holding.currency));
    }

    @Override
    public int hashCode() {
        return 31 * account.hashCode() + currency.hashCode();
    }
}
