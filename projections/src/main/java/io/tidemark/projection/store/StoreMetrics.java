package io.tidemark.projection.store;

import java.util.concurrent.atomic.LongAdder;

/** What stores of a projection have done since this was made. Counters only grow. Thread-safe. */
public final class StoreMetrics {

    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder loads = new LongAdder();
    private final LongAdder loadedKeys = new LongAdder();
    private final LongAdder loadedRows = new LongAdder();
    private final LongAdder evictedFinished = new LongAdder();
    private final LongAdder evictedCommitted = new LongAdder();
    private final LongAdder evictedLoaded = new LongAdder();
    private final LongAdder waits = new LongAdder();
    private final LongAdder stallNanos = new LongAdder();
    private final LongAdder batches = new LongAdder();
    private final LongAdder events = new LongAdder();
    private final LongAdder writes = new LongAdder();
    private final LongAdder writtenBatches = new LongAdder();
    private final LongAdder writtenRows = new LongAdder();
    private final LongAdder writeNanos = new LongAdder();
    private final LongAdder retries = new LongAdder();

    /** Why rows left memory, in the order in which they do. */
    enum Tier {
        FINISHED,
        COMMITTED,
        LOADED
    }

    void hit() {
        hits.increment();
    }

    void missed() {
        misses.increment();
    }

    void loaded(int keys, int rows) {
        loads.increment();
        loadedKeys.add(keys);
        loadedRows.add(rows);
    }

    void evicted(Tier tier, long rows) {
        switch (tier) {
            case FINISHED -> evictedFinished.add(rows);
            case COMMITTED -> evictedCommitted.add(rows);
            case LOADED -> evictedLoaded.add(rows);
        }
    }

    void waited() {
        waits.increment();
    }

    void stalled(long nanos) {
        stallNanos.add(nanos);
    }

    void processed(int batchEvents) {
        batches.increment();
        events.add(batchEvents);
    }

    void written(int mergedBatches, long rows, long nanos) {
        writes.increment();
        writtenBatches.add(mergedBatches);
        writtenRows.add(rows);
        writeNanos.add(nanos);
    }

    void retried() {
        retries.increment();
    }

    /** Reads that memory answered. */
    public long hits() {
        return hits.sum();
    }

    /** Reads that memory could not answer by itself. */
    public long misses() {
        return misses.sum();
    }

    /** Questions to the storage for rows by key. */
    public long loads() {
        return loads.sum();
    }

    /** Keys in those questions. */
    public long loadedKeys() {
        return loadedKeys.sum();
    }

    /** Rows in their answers. */
    public long loadedRows() {
        return loadedRows.sum();
    }

    /** Rows that left memory because they were durable and finished. */
    public long evictedFinished() {
        return evictedFinished.sum();
    }

    /** Rows of this store that left memory because they were durable. */
    public long evictedCommitted() {
        return evictedCommitted.sum();
    }

    /** Rows that left memory and had only been loaded. */
    public long evictedLoaded() {
        return evictedLoaded.sum();
    }

    /** Times that processing waited for the writer. */
    public long waits() {
        return waits.sum();
    }

    /** Time that processing spent on making room, in nanoseconds; exactly 0 while there was room. */
    public long stallNanos() {
        return stallNanos.sum();
    }

    /** Batches that were processed. */
    public long batches() {
        return batches.sum();
    }

    /** Events that were processed. */
    public long events() {
        return events.sum();
    }

    /** Writes that became durable. */
    public long writes() {
        return writes.sum();
    }

    /** Batches in those writes: divided by {@link #writes()}, how many were merged into one. */
    public long writtenBatches() {
        return writtenBatches.sum();
    }

    /** Rows in those writes. */
    public long writtenRows() {
        return writtenRows.sum();
    }

    /** Time that those writes took, in nanoseconds. */
    public long writeNanos() {
        return writeNanos.sum();
    }

    /** Writes that were tried again. */
    public long retries() {
        return retries.sum();
    }
}
