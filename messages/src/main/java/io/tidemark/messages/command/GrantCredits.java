package io.tidemark.messages.command;

import io.tidemark.messages.Limits;
import io.tidemark.messages.MovementKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Creates credit: every item becomes one lot, keyed (account, ref, index of the item).
 *
 * @param ref the caller's idempotency key
 * @param issuer who vouches for the credit
 * @param effectiveAt from when the lots count; {@code null} for now
 * @param metadata notes on the message
 * @param items what is granted, in order
 */
public record GrantCredits(
        String ref, String issuer, @Nullable Instant effectiveAt, Map<String, String> metadata, List<Item> items)
        implements MovementCommand {

    public GrantCredits {
        metadata = Map.copyOf(metadata);
        items = List.copyOf(items);
    }

    /** A grant that counts from now and has no notes. */
    public GrantCredits(String ref, String issuer, List<Item> items) {
        this(ref, issuer, null, Map.of(), items);
    }

    @Override
    public MovementKind kind() {
        return MovementKind.GRANT;
    }

    @Override
    public int size() {
        return items.size();
    }

    /**
     * One lot to be.
     *
     * @param account who gets it
     * @param amount units of the currency, 1 to 2^63-1
     * @param currency code of 1 to 16 of A-Z 0-9 _
     * @param expiresAt first instant at which the lot no longer counts; {@code null} for never
     * @param metadata notes on the item
     */
    public record Item(
            String account,
            long amount,
            String currency,
            @Nullable Instant expiresAt,
            Map<String, String> metadata) {
        public Item {
            metadata = Map.copyOf(metadata);
        }

        /** Credit in the default currency that never expires. */
        public Item(String account, long amount) {
            this(account, amount, Limits.DEFAULT_CURRENCY, null, Map.of());
        }

        /** Credit in the default currency that expires. */
        public Item(String account, long amount, @Nullable Instant expiresAt) {
            this(account, amount, Limits.DEFAULT_CURRENCY, expiresAt, Map.of());
        }
    }
}
