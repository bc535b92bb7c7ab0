package io.tidemark.projection.store;

/**
 * A table to which a handler only adds. For the thread that processes, while it processes.
 *
 * @param <R> the row
 */
public interface AppendOnlyTable<R> {

    /** Adds a row. */
    void append(R row);
}
