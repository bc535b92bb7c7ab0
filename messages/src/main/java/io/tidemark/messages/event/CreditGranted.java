package io.tidemark.messages.event;

import io.tidemark.messages.MovementKind;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Credit came into being: one lot of {@code account}, keyed (account, ref, index). Stored as {@code credit-granted},
 * revision 1.
 *
 * @param account who has the lot
 * @param ref the message
 * @param index the lot's index in the message
 * @param kind {@link MovementKind#GRANT}, or {@link MovementKind#TRANSFER} when an issuer sent it as a transfer
 * @param issuer who created it
 * @param currency of the lot
 * @param amount units, at least 1
 * @param expiresAt first instant at which the lot no longer counts; {@code null} for never
 * @param effectiveAt from when the lot counts, inclusive
 * @param metadata notes on the item
 * @param messageMetadata notes on the message, on its first event alone
 */
public record CreditGranted(
        String account,
        String ref,
        int index,
        MovementKind kind,
        String issuer,
        String currency,
        long amount,
        @Nullable Instant expiresAt,
        Instant effectiveAt,
        Map<String, String> metadata,
        Map<String, String> messageMetadata)
        implements AccountEvent {}
