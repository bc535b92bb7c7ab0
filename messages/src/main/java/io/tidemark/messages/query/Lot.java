package io.tidemark.messages.query;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A lot as the lot cache has it.
 *
 * @param account who has it
 * @param currency of it
 * @param ref ref of the message that made it
 * @param index its index in that message
 * @param amount units granted
 * @param remaining units not drained yet
 * @param grantedAt from when it counts, inclusive
 * @param expiresAt from when it no longer counts; {@code null} for never
 */
public record Lot(
        String account,
        String currency,
        String ref,
        int index,
        long amount,
        long remaining,
        Instant grantedAt,
        @Nullable Instant expiresAt) {}
