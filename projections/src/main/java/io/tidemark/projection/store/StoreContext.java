package io.tidemark.projection.store;

import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** What the tables of a store share. Used by the thread that processes. */
final class StoreContext {

    /** Some half a minute with the usual back-off: a database that restarts is back by then. */
    private static final int READ_TRIES = 20;

    private final ProjectionStorage storage;
    private final StoreMetrics metrics;
    private final Supplier<BackOff> backOffs;
    private boolean isApplying;
    private long seq;
    private long committed;

    StoreContext(ProjectionStorage storage, StoreMetrics metrics, Supplier<BackOff> backOffs) {
        this.storage = storage;
        this.metrics = metrics;
        this.backOffs = backOffs;
    }

    /** The rows with the given keys that the storage has. */
    <K, R> List<R> load(TableDefinition<K, R> table, Collection<K> keys) {
        return patiently(() -> storage.load(table, keys));
    }

    /** The rows that meet the conditions in the storage. */
    <K, R> List<R> find(TableDefinition<K, R> table, Filter<R> filter) {
        return patiently(() -> storage.find(table, filter));
    }

    /** How many rows meet the conditions in the storage. */
    <K, R> long count(TableDefinition<K, R> table, Filter<R> filter) {
        return patiently(() -> storage.count(table, filter));
    }

    /** Makes rows durable outside of any write; to do so twice is to do so once. */
    <K, R> List<R> keep(TableDefinition<K, R> table, List<R> rows, boolean replaces) {
        return patiently(() -> storage.keep(table, rows, replaces));
    }

    /** Reads change nothing, so they can be tried again. */
    private <T> T patiently(Supplier<T> read) {
        BackOff backOff = backOffs.get();
        for (int tries = 1; ; tries++) {
            try {
                return read.get();
            } catch (StorageException e) {
                if (e.kind() != StorageException.Kind.TRANSIENT || tries == READ_TRIES || !pause(backOff)) {
                    throw e;
                }
                metrics.retried();
            }
        }
    }

    private static boolean pause(BackOff backOff) {
        try {
            return backOff.pause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    StoreMetrics metrics() {
        return metrics;
    }

    /**
     * The event that is being applied.
     *
     * @throws IllegalStateException if there is none, so that there is nothing a change could be part of
     */
    long changingSeq(TableDefinition<?, ?> table) {
        if (!isApplying) {
            throw new IllegalStateException(
                    table + " is changed while no event is applied; a handler changes rows in apply only");
        }
        return seq;
    }

    /** The last seq that was known to be durable when the batch began, and whose segments were released. */
    long committed() {
        return committed;
    }

    void beginBatch(long committedSeq) {
        this.committed = committedSeq;
    }

    void beginEvent(long eventSeq) {
        this.seq = eventSeq;
        this.isApplying = true;
    }

    void endBatch() {
        this.isApplying = false;
    }
}
