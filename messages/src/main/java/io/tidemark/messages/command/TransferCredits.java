package io.tidemark.messages.command;

import io.tidemark.messages.Limits;
import io.tidemark.messages.MovementKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Moves credit from one account to others. Each drained portion becomes a lot of the recipient that expires at the
 * earlier of the source's and the requested expiry; neighbours with equal expiry are one lot. When {@code from} is a
 * configured issuer, credit is created instead, with the requested expiry as it is.
 *
 * @param ref the caller's idempotency key
 * @param from who gives
 * @param effectiveAt the instant whose valid lots are moved; {@code null} for now
 * @param metadata notes on the message
 * @param items who gets what, in order
 */
public record TransferCredits(
        String ref, String from, @Nullable Instant effectiveAt, Map<String, String> metadata, List<Item> items)
        implements MovementCommand {

    public TransferCredits {
        metadata = Map.copyOf(metadata);
        items = List.copyOf(items);
    }

    /** A transfer that counts from now and has no notes. */
    public TransferCredits(String ref, String from, List<Item> items) {
        this(ref, from, null, Map.of(), items);
    }

    @Override
    public MovementKind kind() {
        return MovementKind.TRANSFER;
    }

    @Override
    public int size() {
        return items.size();
    }

    /**
     * One recipient's part.
     *
     * @param to who gets it
     * @param amount units of the currency, 1 to 2^63-1
     * @param currency code of 1 to 16 of A-Z 0-9 _
     * @param expiresAt latest expiry of what the recipient gets; {@code null} to keep the source's
     * @param metadata notes on the item
     */
    public record Item(
            String to,
            long amount,
            String currency,
            @Nullable Instant expiresAt,
            Map<String, String> metadata) {
        public Item {
            metadata = Map.copyOf(metadata);
        }

        /** An amount in the default currency that keeps its expiries. */
        public Item(String to, long amount) {
            this(to, amount, Limits.DEFAULT_CURRENCY, null, Map.of());
        }
    }
}
