package io.tidemark.messages.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a movement took from one lot of the account whose stream the event is in. Carries the lot's whole sort key, so
 * that a fold finds the lot without searching.
 *
 * @param ref ref of the message that made the lot
 * @param index index of the lot in that message
 * @param amount units taken, at least 1
 * @param grantedAt when the lot began to count
 * @param expiresAt when the lot stops counting, exclusive; {@code null} for never
 */
public record LotDrain(
        String ref,
        int index,
        long amount,
        Instant grantedAt,
        @Nullable Instant expiresAt) {}
