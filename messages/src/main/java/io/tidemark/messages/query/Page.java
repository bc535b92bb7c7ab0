package io.tidemark.messages.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param items the rows
 * @param nextCursor opaque place to go on from; {@code null} at the end
 * @param seq the journal position that the rows show
 * @param <T> type of a row
 */
public record Page<T>(List<T> items, @Nullable String nextCursor, long seq) {
    public Page {
        items = List.copyOf(items);
    }
}
