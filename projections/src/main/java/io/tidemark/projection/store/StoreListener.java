package io.tidemark.projection.store;

import java.util.List;

/** Is told what becomes of a store. Called on the thread that writes or the one that processes; must return soon. */
public interface StoreListener {

    /** One that has no use for any of it. */
    StoreListener NONE = reason -> {};

    /**
     * The store can no longer make anything durable. Called once.
     *
     * @param reason why; a {@link StorageException} of kind {@code LOST} if only another owner took over
     */
    void failed(RuntimeException reason);

    /**
     * More is durable.
     *
     * @param seq last seq that the storage shows by now
     * @param changes what the write changed
     */
    default void committed(long seq, List<TableChanges<?, ?>> changes) {}
}
