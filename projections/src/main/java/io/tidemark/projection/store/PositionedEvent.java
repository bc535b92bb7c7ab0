package io.tidemark.projection.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event of the journal.
 *
 * @param seq its position
 * @param recordedAt when the journal took it
 * @param event what it says; {@code null} for one that the projection has no use for
 * @param <E> the events that the projection knows
 */
public record PositionedEvent<E>(
        long seq, Instant recordedAt, @Nullable E event) {}
