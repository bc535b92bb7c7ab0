package io.tidemark.messages.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Credit left {@code account} for another; the counterpart is the {@link CreditReceived} that follows it in the
 * journal. The drained amounts add up to the amount. Stored as {@code transferred}, revision 1.
 *
 * @param account the sender
 * @param ref the message
 * @param index index of the sender's debit in the message; the recipient's lots have the indexes right before it
 * @param to the recipient
 * @param currency of the lots
 * @param amount what was moved, at least 1
 * @param drains what was taken from which lot of the sender, in drain order
 * @param effectiveAt the instant whose valid lots were moved
 * @param metadata notes on the item
 * @param messageMetadata notes on the message, on its first event alone
 */
public record Transferred(
        String account,
        String ref,
        int index,
        String to,
        String currency,
        long amount,
        List<LotDrain> drains,
        Instant effectiveAt,
        Map<String, String> metadata,
        Map<String, String> messageMetadata)
        implements AccountEvent {}
