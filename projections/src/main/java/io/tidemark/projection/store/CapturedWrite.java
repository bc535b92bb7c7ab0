package io.tidemark.projection.store;

import java.util.List;
import java.util.Map;

/**
 * One write to the storage, as it was captured: the same object is given again when a write has to be repeated.
 * Immutable.
 *
 * @param before where the storage stands if the write has not happened yet
 * @param after where it stands once the write has happened
 * @param tables what changes; tables without changes may be among them
 * @param metadata what is to be known of the projection besides its rows; empty to leave it as it is
 */
public record CapturedWrite(
        StoredPosition before, StoredPosition after, List<TableChanges<?, ?>> tables, Map<String, String> metadata) {

    public CapturedWrite {
        tables = List.copyOf(tables);
        metadata = Map.copyOf(metadata);
    }
}
