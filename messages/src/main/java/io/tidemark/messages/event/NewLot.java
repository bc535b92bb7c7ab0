package io.tidemark.messages.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A lot that a movement made.
 *
 * @param ref ref of the message that made it
 * @param index its index in that message
 * @param amount units granted, at least 1
 * @param expiresAt first instant at which it no longer counts; {@code null} for never
 */
public record NewLot(
        String ref, int index, long amount, @Nullable Instant expiresAt) {}
