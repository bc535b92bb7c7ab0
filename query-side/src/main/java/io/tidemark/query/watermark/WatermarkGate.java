package io.tidemark.query.watermark;

import io.tidemark.messages.query.NotCaughtUpException;
import io.tidemark.query.sql.Reader;
import io.tidemark.query.sql.Sql;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Lets a read through once a projection has committed the seq that it asks for, so that a client reads its own writes.
 * However many reads wait, one of them at a time looks at the watermark and tells the others, and none holds a
 * connection while it waits. One gate serves all queries on a projection. Thread-safe.
 */
public final class WatermarkGate {

    /** The pause between two looks grows from the lag of a healthy projection to what a stopped one is worth. */
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    private static final String WATERMARK =
            "select g.watermark from projection.generation g where g.projection = ? and g.state = 'live'";

    private final Reader reader;
    private final Sql watermark;
    private final long patienceNanos;
    private final Runnable hurry;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition seen = lock.newCondition();
    private final Condition pause = lock.newCondition();
    private long lastSeen;
    private boolean watched;

    /**
     * A gate on a projection whose writer takes its time unless it is told.
     *
     * @param dataSource the database
     * @param projection name of the projection
     * @param patience how long a read may wait
     * @param hurry tells whoever may know that a read waits; is called often and returns at once
     */
    public WatermarkGate(DataSource dataSource, String projection, Duration patience, Runnable hurry) {
        this.reader = new Reader(dataSource);
        this.watermark = Sql.of(WATERMARK, projection);
        this.patienceNanos = saturatedNanos(patience);
        this.hurry = hurry;
    }

    /** A gate on a projection that cannot be told. */
    public WatermarkGate(DataSource dataSource, String projection, Duration patience) {
        this(dataSource, projection, patience, () -> {});
    }

    /**
     * Reads, not before the seq is committed.
     *
     * @param minSeq the seq that the answer must show at least; {@code null} to read at once
     * @param read makes an answer of one snapshot
     * @param seqOf the seq that an answer shows
     * @throws NotCaughtUpException if the projection has not come that far in time
     */
    public <T> T read(@Nullable Long minSeq, Supplier<T> read, ToLongFunction<T> seqOf) {
        if (minSeq == null) {
            return read.get();
        }
        long deadline = System.nanoTime() + patienceNanos;
        while (true) {
            await(minSeq, deadline);
            T answer = read.get();
            long shown = seqOf.applyAsLong(answer);
            if (shown >= minSeq) {
                return answer;
            }
            // The database was set back since the watermark was seen.
            forget(shown);
            if (deadline - System.nanoTime() <= 0) {
                throw new NotCaughtUpException(shown, minSeq);
            }
        }
    }

    private void await(long minSeq, long deadline) {
        lock.lock();
        try {
            while (lastSeen < minSeq) {
                long left = deadline - System.nanoTime();
                if (watched) {
                    requireTimeLeft(left, minSeq);
                    seen.awaitNanos(left);
                } else {
                    watch(minSeq, deadline);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotCaughtUpException(lastSeen, minSeq);
        } finally {
            lock.unlock();
        }
    }

    /** Looks at the watermark until it is far enough for this read, then leaves the watch to another. */
    private void watch(long minSeq, long deadline) throws InterruptedException {
        watched = true;
        try {
            long pauseNanos = FIRST_PAUSE_NANOS;
            while (true) {
                boolean moved = look();
                if (lastSeen >= minSeq) {
                    return;
                }
                long left = deadline - System.nanoTime();
                requireTimeLeft(left, minSeq);
                hurry.run();
                pauseNanos = moved ? FIRST_PAUSE_NANOS : Math.min(LONGEST_PAUSE_NANOS, 2 * pauseNanos);
                pause.awaitNanos(Math.min(left, pauseNanos));
            }
        } finally {
            watched = false;
            seen.signalAll();
        }
    }

    /** Reads the watermark without the lock, and wakes those who wait if it moved. */
    private boolean look() {
        long committed;
        lock.unlock();
        try {
            committed = committedSeq();
        } finally {
            lock.lock();
        }
        boolean moved = committed != lastSeen;
        if (moved) {
            lastSeen = committed;
            seen.signalAll();
        }
        return moved;
    }

    private long committedSeq() {
        return reader.read(watermark, rows -> {
            if (!rows.next()) {
                throw new IllegalStateException("the watermark of a projection is missing");
            }
            return rows.getLong("watermark");
        });
    }

    private void forget(long shown) {
        lock.lock();
        try {
            lastSeen = Math.min(lastSeen, shown);
        } finally {
            lock.unlock();
        }
    }

    private void requireTimeLeft(long left, long minSeq) {
        if (left <= 0) {
            throw new NotCaughtUpException(lastSeen, minSeq);
        }
    }

    private static long saturatedNanos(Duration duration) {
        try {
            return Math.min(duration.toNanos(), Long.MAX_VALUE / 2);
        } catch (ArithmeticException e) {
            return duration.isNegative() ? 0 : Long.MAX_VALUE / 2;
        }
    }
}
