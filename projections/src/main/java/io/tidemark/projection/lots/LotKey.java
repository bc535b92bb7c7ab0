package io.tidemark.projection.lots;

/**
 * A lot is known by its account and the place in the message that made it.
 *
 * @param account who has it
 * @param ref ref of the message
 * @param index its index in the message
 */
public record LotKey(String account, String ref, int index) {}
