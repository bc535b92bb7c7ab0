package io.tidemark.projection.store;

/**
 * When the changes that wait are to be written: at once if somebody waits for them, else when they are many, or when the
 * last write began long enough ago, or when no more of them come. Not thread-safe; guarded by the lock of the queue.
 */
final class WritePace {

    private final long intervalNanos;
    private final long quietNanos;
    private long writeAtRows;
    private long neededSeq;
    private long startedNanos;
    private long changedNanos;

    WritePace(StoreSettings settings) {
        this.intervalNanos = settings.writeInterval().toNanos();
        this.quietNanos = settings.quietInterval().toNanos();
        this.writeAtRows = settings.writeAtRows();
        this.startedNanos = System.nanoTime() - intervalNanos;
    }

    /** Somebody waits until the seq is durable. */
    void need(long seq) {
        neededSeq = Math.max(neededSeq, seq);
    }

    /** From now on the number of changed rows does not matter, only the time. */
    void byTime() {
        writeAtRows = 1;
    }

    /** More changes wait. */
    void changed() {
        changedNanos = System.nanoTime();
    }

    /** A write begins. */
    void started() {
        startedNanos = System.nanoTime();
    }

    /** Whether the changes of a segment are to be written now, everything up to a seq being durable. */
    boolean isDue(Segment segment, long committed) {
        if (segment.batches == 0) {
            return false;
        }
        if (committed < neededSeq) {
            return true;
        }
        return writeAtRows == 1 ? nanosToNext() <= 0 : segment.size() >= writeAtRows;
    }

    /** How long it takes until changed rows are due by time alone. */
    long nanosToNext() {
        if (writeAtRows > 1) {
            return Long.MAX_VALUE;
        }
        long now = System.nanoTime();
        return Math.min(startedNanos + intervalNanos - now, changedNanos + quietNanos - now);
    }
}
