package io.tidemark.projection.store;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table whose rows all generations share, as a handler sees it. For the thread that processes, while it processes, but
 * for {@link #whenEnded}.
 *
 * @param <K> what a row is known by
 * @param <R> the row
 */
public interface SharedTable<K, R> extends Table<K, R> {

    /** The row, if memory has it. Unlike {@link #get}, does not ask the storage. */
    @Nullable
    R peek(K key);

    /**
     * Asks the storage for rows, all at once; memory keeps what there is. That a row is not there is not remembered, for
     * others may add it.
     *
     * @return the rows, in no particular order
     * @throws StorageException if the storage cannot be read
     */
    List<R> load(Collection<K> keys);

    /**
     * How many durable rows meet some conditions.
     *
     * @throws StorageException if the storage cannot be read
     */
    long count(Filter<R> filter);

    /**
     * Makes rows durable before the batch that needs them. Whoever is first decides: a row that is durable stays as it is,
     * unless it is to be replaced.
     *
     * @param rows in the order of their keys
     * @param replaces whether rows that are there give way
     * @return the rows with those keys as the storage has them then
     * @throws StorageException if the storage cannot do it
     */
    List<R> keep(List<R> rows, boolean replaces);

    /**
     * Seq of the event that is being applied.
     *
     * @throws IllegalStateException if there is none
     */
    long seq();

    /** Runs something as soon as the store makes nothing more durable, and so nobody has to wait for anything. */
    void whenEnded(Runnable action);
}
