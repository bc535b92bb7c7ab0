package io.tidemark.projection.store;

import java.util.Collection;
import java.util.List;

/**
 * Where the rows of one generation of a projection are kept for good. Reads see committed rows only. Safe for use by two
 * threads at a time, one of which writes.
 */
public interface ProjectionStorage {

    /**
     * Becomes the owner of the rows: whoever owned them before cannot write them any more.
     *
     * @return where the rows stand, with the new owner's epoch
     * @throws StorageException if the storage cannot be reached
     */
    StoredPosition claim();

    /**
     * Where the rows stand.
     *
     * @throws StorageException if the storage cannot be reached
     */
    StoredPosition position();

    /**
     * Makes a write durable as a whole, or not at all; the first thing it does is to see that the storage stands where
     * the write expects it, and to lock that place.
     *
     * @throws StorageException if it cannot, or may not, or does not know whether it did
     */
    void write(CapturedWrite write);

    /**
     * The rows with the given keys that there are, in no particular order.
     *
     * @throws StorageException if the storage cannot be read
     */
    <K, R> List<R> load(TableDefinition<K, R> table, Collection<K> keys);

    /**
     * The rows that meet the conditions, in no particular order.
     *
     * @throws StorageException if the storage cannot be read
     */
    <K, R> List<R> find(TableDefinition<K, R> table, Filter<R> filter);

    /**
     * How many rows meet the conditions.
     *
     * @throws StorageException if the storage cannot be read
     */
    <K, R> long count(TableDefinition<K, R> table, Filter<R> filter);

    /**
     * Makes rows of a shared table durable by themselves, outside of any write. Whoever is first decides: a row that is
     * there stays as it is, unless it is to be replaced. Anybody may do so, whoever owns the projection, and any number of
     * times.
     *
     * @param rows in the order of their keys, which all who do this have to agree on
     * @param replaces whether rows that are there give way
     * @return the rows with those keys as the storage has them then, in no particular order
     * @throws StorageException if it cannot, or does not know whether it did
     */
    <K, R> List<R> keep(TableDefinition<K, R> table, List<R> rows, boolean replaces);
}
