package io.tidemark.projection.history;

import io.tidemark.messages.MovementKind;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change of an account. Times are in microseconds since 1970.
 *
 * @param account whose change
 * @param ref the message
 * @param index its place in the message
 * @param currency of the amount
 * @param kind the movement
 * @param amount units, above zero for a lot that came, else what went, negated
 * @param shortfall what a spend asked for and did not find, else 0
 * @param counterparty the issuer of a grant, the other end of a transfer; {@code null} for a spend
 * @param effectiveAt when it counts
 * @param recordedAt when the journal took it
 * @param seq seq of the event
 * @param expiresAt expiry of the lot that came; {@code null} for never and for what went
 * @param metadata notes on the item
 */
record MovementRow(
        String account,
        String ref,
        int index,
        String currency,
        MovementKind kind,
        long amount,
        long shortfall,
        @Nullable String counterparty,
        long effectiveAt,
        long recordedAt,
        long seq,
        @Nullable Long expiresAt,
        Map<String, String> metadata) {}
