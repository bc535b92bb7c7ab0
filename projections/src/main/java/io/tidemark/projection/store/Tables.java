package io.tidemark.projection.store;

/** The tables of an open store. */
public interface Tables {

    /**
     * A table with a key.
     *
     * @throws IllegalArgumentException if the projection has no such table
     */
    <K, R> Table<K, R> keyed(TableDefinition<K, R> definition);

    /**
     * A table to which rows are only added.
     *
     * @throws IllegalArgumentException if the projection has no such table
     */
    <R> AppendOnlyTable<R> appendOnly(TableDefinition<R, R> definition);

    /**
     * A table whose rows all generations share.
     *
     * @throws IllegalArgumentException if the projection has no such table
     */
    <K, R> SharedTable<K, R> shared(TableDefinition<K, R> definition);
}
