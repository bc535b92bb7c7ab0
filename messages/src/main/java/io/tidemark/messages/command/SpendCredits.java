package io.tidemark.messages.command;

import io.tidemark.messages.Limits;
import io.tidemark.messages.MovementKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Uses credit up: every item drains its account's lots in drain order. Items of one account drain one after the other.
 *
 * @param ref the caller's idempotency key
 * @param effectiveAt the instant whose valid lots are drained; {@code null} for now
 * @param shortfall what to do when there is too little
 * @param metadata notes on the message
 * @param items what is spent, in order
 */
public record SpendCredits(
        String ref,
        @Nullable Instant effectiveAt,
        ShortfallPolicy shortfall,
        Map<String, String> metadata,
        List<Item> items)
        implements MovementCommand {

    public SpendCredits {
        metadata = Map.copyOf(metadata);
        items = List.copyOf(items);
    }

    /** A spend that counts from now, is refused when short, and has no notes. */
    public SpendCredits(String ref, List<Item> items) {
        this(ref, null, ShortfallPolicy.REJECT, Map.of(), items);
    }

    @Override
    public MovementKind kind() {
        return MovementKind.SPEND;
    }

    @Override
    public int size() {
        return items.size();
    }

    /**
     * One amount to drain.
     *
     * @param account whose lots are drained
     * @param amount units of the currency, 1 to 2^63-1
     * @param currency code of 1 to 16 of A-Z 0-9 _
     * @param metadata notes on the item
     */
    public record Item(String account, long amount, String currency, Map<String, String> metadata) {
        public Item {
            metadata = Map.copyOf(metadata);
        }

        /** An amount in the default currency. */
        public Item(String account, long amount) {
            this(account, amount, Limits.DEFAULT_CURRENCY, Map.of());
        }
    }
}
