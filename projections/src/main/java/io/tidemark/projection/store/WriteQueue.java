package io.tidemark.projection.store;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where the thread that processes hands its changes to the one that writes. Batches join the last segment until the
 * writer takes it, which it does between two batches; so whatever was processed during one write goes into the next, and
 * neither thread copies anything or waits for the other. Thread-safe.
 */
final class WriteQueue {

    private final ReentrantLock lock = new ReentrantLock();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private final Condition work = lock.newCondition();
    private final Condition progress = lock.newCondition();
    private final List<TableDefinition<?, ?>> definitions;
    private final ArrayDeque<Segment> sealed = new ArrayDeque<>();
    private final StagedMetadata metadata;
    private final WritePace pace;

    private Segment current;
    private @Nullable Segment inFlight;
    private List<Segment> written = new ArrayList<>();
    private boolean isApplying;
    private boolean isWriterIdle;
    private volatile boolean isClosed;
    private volatile long processed;
    private volatile long committed;
    private volatile @Nullable RuntimeException failure;

    WriteQueue(List<TableDefinition<?, ?>> definitions, StoreSettings settings, long committed) {
        this.definitions = definitions;
        this.metadata = new StagedMetadata(settings.metadataInterval());
        this.pace = new WritePace(settings);
        this.processed = committed;
        this.committed = committed;
        this.current = new Segment(definitions, false, committed);
    }

    long processed() {
        return processed;
    }

    long committed() {
        return committed;
    }

    @Nullable
    RuntimeException failure() {
        return failure;
    }

    boolean isClosed() {
        return isClosed;
    }

    /** Segments that wait, without the one that is being written. */
    int depth() {
        lock.lock();
        try {
            return sealed.size() + (current.batches > 0 ? 1 : 0);
        } finally {
            lock.unlock();
        }
    }

    // --- the thread that processes

    /** Begins a batch and gives the segment that its changes go to. Until it ends, the writer leaves that one alone. */
    Segment beginBatch(boolean keepsHistory) {
        lock.lock();
        try {
            isApplying = true;
            if (current.keepsHistory != keepsHistory) {
                if (current.batches > 0) {
                    sealed.add(current);
                }
                current = new Segment(definitions, keepsHistory, processed);
            }
            return current;
        } finally {
            lock.unlock();
        }
    }

    /** The batch is processed up to a seq. Returns at once. */
    void endBatch(long seq) {
        lock.lock();
        try {
            isApplying = false;
            current.toSeq = seq;
            current.batches++;
            processed = seq;
            pace.changed();
            if (isWriterIdle) {
                if (sealed.isEmpty() && pace.isDue(current, committed)) {
                    seal();
                }
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The segments that became durable since the last call. */
    List<Segment> takeWritten() {
        lock.lock();
        try {
            List<Segment> taken = written;
            written = new ArrayList<>();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until something more is durable than the given seq, having it written now.
     *
     * @return false at once if nothing is going to become durable
     */
    boolean awaitProgress(long beyond) throws InterruptedException {
        lock.lock();
        try {
            while (failure == null && !isClosed && committed <= beyond) {
                if (inFlight == null && sealed.isEmpty() && current.batches == 0) {
                    return false;
                }
                hurry();
                progress.await();
            }
            return failure == null && !isClosed;
        } finally {
            lock.unlock();
        }
    }

    // --- anybody

    /** Notes facts that are to be stored with the next write, or alone if there is none for a while. */
    void stage(Map<String, String> facts) {
        lock.lock();
        try {
            if (metadata.stage(facts)) {
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Has everything written that was processed until now; false if that failed or took too long. */
    boolean flush(Duration patience) throws InterruptedException {
        long nanos = patience.toNanos();
        lock.lock();
        try {
            long target = processed;
            metadata.force();
            while (failure == null && !isClosed && (committed < target || metadata.isForced())) {
                if (nanos <= 0) {
                    return false;
                }
                hurry();
                nanos = progress.awaitNanos(nanos);
            }
            return committed >= target && !metadata.isForced();
        } finally {
            lock.unlock();
        }
    }

    /** Somebody waits for what was processed until now: it is written as soon as the writer is free. Returns at once. */
    void hurry() {
        lock.lock();
        try {
            pace.need(processed);
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Complete once nothing more will be written. */
    CompletableFuture<Boolean> ended() {
        return ended;
    }

    /** From now on writes a few changed rows too. */
    void writeEagerly() {
        lock.lock();
        try {
            pace.byTime();
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Ends both threads' waits; nothing more is written. */
    void close() {
        lock.lock();
        try {
            isClosed = true;
            ended.complete(true);
            work.signalAll();
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // --- the thread that writes

    /** Waits for something to write; {@code null} once the queue is closed. */
    @Nullable
    Work take() throws InterruptedException {
        lock.lock();
        try {
            while (!isClosed && failure == null) {
                Segment segment = nextSegment();
                if (segment != null || metadata.isDue()) {
                    inFlight = segment;
                    return new Work(segment, metadata.take());
                }
                isWriterIdle = true;
                work.awaitNanos(Math.min(metadata.nanosToLook(), nanosToWrite()));
                isWriterIdle = false;
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** What was taken is durable. */
    void done(Work finished) {
        lock.lock();
        try {
            Segment segment = finished.segment();
            if (segment != null) {
                committed = segment.toSeq;
                written.add(segment);
                inFlight = null;
            }
            if (!finished.metadata().isEmpty()) {
                metadata.stored();
            }
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What was taken will never be durable, and nothing after it. The first failure stays. */
    void fail(RuntimeException reason) {
        lock.lock();
        try {
            failure = failure == null ? reason : failure;
            ended.complete(true);
            work.signalAll();
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Segment nextSegment() {
        Segment first = sealed.poll();
        if (first != null) {
            return first;
        }
        if (isApplying || !pace.isDue(current, committed)) {
            return null;
        }
        seal();
        return sealed.poll();
    }

    private long nanosToWrite() {
        return isApplying || current.batches == 0 ? Long.MAX_VALUE : pace.nanosToNext();
    }

    private void seal() {
        pace.started();
        sealed.add(current);
        current = new Segment(definitions, current.keepsHistory, processed);
    }
}
