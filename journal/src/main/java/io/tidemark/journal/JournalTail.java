package io.tidemark.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The rows that this node stored last, for readers that follow closely: always one run of seqs without a gap, and only
 * what is committed. Where another node appended in between, the run begins anew behind it. Bounded; what is no longer
 * here is read from the database. Thread-safe.
 */
final class JournalTail {

    /**
     * Half a second of a busy ledger, three times as far as its projections were seen behind. No more, since every row
     * that is here when the collector comes is copied, and that is most of what its pauses cost.
     */
    private static final int MOST_ROWS = 1 << 14;

    private static final long MOST_BYTES = 32L << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final @Nullable Kept[] ring = new Kept[MOST_ROWS];
    private volatile long first = 1;
    private volatile long last;
    private long bytes;

    /** Takes a group that is committed. Groups come in the order of their seqs. */
    void add(GroupImage image, List<AppendRequest> group) {
        lock.lock();
        try {
            if (last != image.before().seq()) {
                clear();
                first = image.before().seq() + 1;
            }
            int row = 0;
            for (AppendRequest request : group) {
                for (EventRow each : request.rows()) {
                    keep(new Kept(first(image) + row, each, image.recordedAt(row)));
                    row++;
                }
            }
            last = image.after().seq();
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static long first(GroupImage image) {
        return image.before().seq() + 1;
    }

    private void keep(Kept kept) {
        bytes += kept.row().payload().length;
        while (first < kept.seq() && (kept.seq() - first >= MOST_ROWS || bytes > MOST_BYTES)) {
            forgetFirst();
        }
        ring[slot(kept.seq())] = kept;
    }

    private void forgetFirst() {
        long eldest = first;
        Kept forgotten = ring[slot(eldest)];
        if (forgotten != null) {
            bytes -= forgotten.row().payload().length;
        }
        ring[slot(eldest)] = null;
        first = eldest + 1;
    }

    private void clear() {
        if (first <= last) {
            Arrays.fill(ring, null);
            bytes = 0;
        }
    }

    private static int slot(long seq) {
        return (int) (seq & (MOST_ROWS - 1));
    }

    /** The last seq that this node stored, 0 if it has not yet. */
    long last() {
        return last;
    }

    /** Up to {@code limit} rows after a seq, in order; none if the very next one is not here. */
    List<Kept> after(long seq, int limit) {
        if (seq >= last || seq + 1 < first) {
            return List.of();
        }
        lock.lock();
        try {
            if (seq + 1 < first) {
                return List.of();
            }
            int rows = (int) Math.min(limit, last - seq);
            List<Kept> found = new ArrayList<>(rows);
            for (long next = seq + 1; next <= seq + rows; next++) {
                Kept kept = ring[slot(next)];
                if (kept == null) {
                    throw new IllegalStateException("the journal's tail lacks seq " + next);
                }
                found.add(kept);
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until this node has stored something after a seq, or a time has passed. */
    void await(long seq, long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (last <= seq && left > 0) {
                left = grown.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** For how long a reader waits for this node before it looks for what other nodes have stored. */
    static long pollNanos() {
        return TimeUnit.MILLISECONDS.toNanos(50);
    }

    /**
     * A row that is stored.
     *
     * @param seq its seq
     * @param row what was appended
     * @param recordedAtMicros when it was recorded, in microseconds since 1970
     */
    record Kept(long seq, EventRow row, long recordedAtMicros) {}
}
