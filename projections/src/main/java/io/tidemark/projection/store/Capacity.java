package io.tidemark.projection.store;

import java.util.List;

/**
 * Keeps a store near its target by letting durable rows leave memory, in three tiers: finished ones and then the rest of
 * those that the store wrote; those that it had only loaded, which are likelier to be read again; and if only rows are
 * left that are not durable, by waiting for the writer. What is not durable never leaves. Used by the thread that
 * processes.
 */
final class Capacity {

    /** A key and its place in a hash table, remembered so that the storage is not asked again. */
    static final int BYTES_OF_ABSENT_ROW = 120;

    private final List<MemoryTable<?, ?>> tables;
    private final WriteQueue queue;
    private final StoreSettings settings;
    private final StoreMetrics metrics;

    Capacity(List<MemoryTable<?, ?>> tables, WriteQueue queue, StoreSettings settings, StoreMetrics metrics) {
        this.tables = tables;
        this.queue = queue;
        this.settings = settings;
        this.metrics = metrics;
    }

    long objects() {
        long objects = 0;
        for (MemoryTable<?, ?> table : tables) {
            objects += table.size();
        }
        return objects;
    }

    long bytes() {
        long bytes = 0;
        for (MemoryTable<?, ?> table : tables) {
            bytes += table.bytes();
        }
        return bytes;
    }

    /** Returns once there is room, or once it is clear that waiting will not make any. */
    void await() throws InterruptedException {
        if (hasRoom()) {
            return;
        }
        long start = System.nanoTime();
        try {
            boolean mayWait = true;
            while (mayWait && queue.failure() == null) {
                long committed = queue.committed();
                release();
                if (makeRoom(committed)) {
                    return;
                }
                metrics.waited();
                mayWait = queue.awaitProgress(committed);
            }
        } finally {
            metrics.stalled(System.nanoTime() - start);
        }
    }

    /** Gives up what only written segments held on to. */
    void release() {
        for (Segment segment : queue.takeWritten()) {
            for (int i = 0; i < tables.size(); i++) {
                tables.get(i).release(segment.tables.get(i));
            }
        }
    }

    private boolean makeRoom(long committed) {
        if (hasRoom()) {
            return true;
        }
        long evicted = 0;
        for (MemoryTable<?, ?> table : tables) {
            evicted += table.evictFinished(committed);
        }
        metrics.evicted(StoreMetrics.Tier.FINISHED, evicted);
        if (hasRoomToGo()) {
            return true;
        }
        metrics.evicted(StoreMetrics.Tier.COMMITTED, evict(committed, true));
        if (hasRoom()) {
            return true;
        }
        metrics.evicted(StoreMetrics.Tier.LOADED, evict(committed, false));
        return hasRoom();
    }

    private long evict(long committed, boolean isSparingLoaded) {
        long evicted = 0;
        for (MemoryTable<?, ?> table : tables) {
            evicted += table.evict(committed, isSparingLoaded);
        }
        return evicted;
    }

    private boolean hasRoom() {
        return objects() < settings.objectsTarget() && bytes() < settings.bytesTarget();
    }

    /**
     * Whether finished rows made enough room to go on for a while: if they freed a few only, the next batch would have to
     * search all rows again.
     */
    private boolean hasRoomToGo() {
        return objects() < settings.objectsTarget() / 10 * 9 && bytes() < settings.bytesTarget() / 10 * 9;
    }
}
