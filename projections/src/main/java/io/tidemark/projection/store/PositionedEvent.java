package io.tidemark.projection.store;

import java.time.Instant;
import java.util.List;
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
        long seq, Instant recordedAt, @Nullable E event) {

    /** Those of consecutive events that come after a seq. */
    public static <E> List<PositionedEvent<E>> after(long seq, List<PositionedEvent<E>> events) {
        int first = 0;
        while (first < events.size() && events.get(first).seq() <= seq) {
            first++;
        }
        return events.subList(first, events.size());
    }
}
