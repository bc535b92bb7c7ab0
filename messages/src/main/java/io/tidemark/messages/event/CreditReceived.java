package io.tidemark.messages.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Credit came to {@code account} from another: the counterpart of the {@link Transferred} right before it. The new
 * lots add up to the amount and count from {@code effectiveAt} on. Stored as {@code credit-received}, revision 1.
 *
 * @param account the recipient
 * @param ref the message
 * @param from the sender
 * @param currency of the lots
 * @param amount what was moved, at least 1
 * @param lots the recipient's new lots, at least one
 * @param effectiveAt from when the lots count, inclusive
 * @param metadata notes on the item
 * @param messageMetadata notes on the message; empty, as this event is never a message's first
 */
public record CreditReceived(
        String account,
        String ref,
        String from,
        String currency,
        long amount,
        List<NewLot> lots,
        Instant effectiveAt,
        Map<String, String> metadata,
        Map<String, String> messageMetadata)
        implements AccountEvent {}
