package io.tidemark.projection.lots;

/**
 * What one account has in one currency.
 *
 * @param account the account
 * @param currency the currency
 */
public record Holding(String account, String currency) {}
