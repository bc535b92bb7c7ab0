package io.tidemark.projection.store;

/** What the tables of a store share. Used by the thread that processes. */
final class StoreContext {

    private final ProjectionStorage storage;
    private final StoreMetrics metrics;
    private long seq;
    private long committed;

    StoreContext(ProjectionStorage storage, StoreMetrics metrics) {
        this.storage = storage;
        this.metrics = metrics;
    }

    ProjectionStorage storage() {
        return storage;
    }

    StoreMetrics metrics() {
        return metrics;
    }

    /** The event that is being applied. */
    long seq() {
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
    }
}
