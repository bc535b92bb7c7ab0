package io.tidemark.projection.store;

import java.util.ArrayList;
import java.util.List;

/**
 * A run of processed batches that will be written together. Filled by the thread that processes, then handed over as a
 * whole.
 */
final class Segment {

    final boolean keepsHistory;
    final List<TableChanges<?, ?>> tables;
    long toSeq;
    int batches;

    Segment(List<TableDefinition<?, ?>> definitions, boolean keepsHistory, long fromSeq) {
        this.keepsHistory = keepsHistory;
        this.toSeq = fromSeq;
        this.tables = new ArrayList<>(definitions.size());
        for (TableDefinition<?, ?> definition : definitions) {
            tables.add(new TableChanges<>(definition, keepsHistory));
        }
    }

    /** Rows that it changes or adds. */
    long size() {
        long size = 0;
        for (TableChanges<?, ?> table : tables) {
            size += table.changes.size() + table.displaced.size() + table.appended.size();
        }
        return size;
    }
}
