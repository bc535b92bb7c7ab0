package io.tidemark.messages.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Credit was used up. The drained amounts and the shortfall add up to what was asked for. Stored as
 * {@code credit-spent}, revision 1.
 *
 * @param account whose lots were drained
 * @param ref the message
 * @param index index of the item in the message
 * @param currency of the lots
 * @param amount what was asked for, at least 1
 * @param drains what was taken from which lot, in drain order
 * @param shortfall what was asked for and not there, 0 unless the spend took what was available
 * @param effectiveAt the instant whose valid lots were drained
 * @param metadata notes on the item
 * @param messageMetadata notes on the message, on its first event alone
 */
public record CreditSpent(
        String account,
        String ref,
        int index,
        String currency,
        long amount,
        List<LotDrain> drains,
        long shortfall,
        Instant effectiveAt,
        Map<String, String> metadata,
        Map<String, String> messageMetadata)
        implements AccountEvent {}
