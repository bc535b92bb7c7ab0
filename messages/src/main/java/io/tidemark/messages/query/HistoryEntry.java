package io.tidemark.messages.query;

import io.tidemark.messages.MovementKind;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One change of one account: a lot that came, or an amount that went.
 *
 * @param account whose change
 * @param currency of the amount
 * @param ref the message
 * @param index its place in the message
 * @param kind the movement
 * @param amount units, above zero when they came and below when they went; a spend that found nothing has 0
 * @param shortfall what a spend asked for and did not find, else 0
 * @param counterparty the issuer of a grant, the other end of a transfer; {@code null} for a spend
 * @param effectiveAt when it counts
 * @param recordedAt when the journal took it
 * @param seq the journal position of the event
 * @param expiresAt expiry of the lot that came; {@code null} for never and for what went
 * @param metadata notes of the message and of the item, the item's first
 */
public record HistoryEntry(
        String account,
        String currency,
        String ref,
        int index,
        MovementKind kind,
        long amount,
        long shortfall,
        @Nullable String counterparty,
        Instant effectiveAt,
        Instant recordedAt,
        long seq,
        @Nullable Instant expiresAt,
        Map<String, String> metadata) {
    public HistoryEntry {
        metadata = Map.copyOf(metadata);
    }
}
