package io.tidemark.journal;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.axonframework.common.lock.Lock;
import org.axonframework.common.lock.LockAcquisitionFailedException;
import org.axonframework.common.lock.LockFactory;

/**
 * Locks of aggregates that the journal gives back as soon as an append has its place in the queue, so that the next
 * command of a hot account does not wait for the disk. The command itself still answers only when its events are
 * durable. Thread-safe; a lock is released by the thread that obtained it.
 *
 * <p>What makes this sound: a lock remembers when it was obtained. If an append of the stream fails after that, whatever
 * was decided under the lock may rest on events that never came to be, and the journal refuses it.
 */
public final class StreamLocks implements LockFactory {

    private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();
    private final LongSupplier generation;
    private final long timeoutNanos;

    /**
     * Locks for the streams of a journal.
     *
     * @param journal the journal that appends what is decided under them
     * @param timeout how long a command may wait for a lock
     */
    public StreamLocks(PostgresEventStorageEngine journal, Duration timeout) {
        this(journal::failureGeneration, timeout);
    }

    StreamLocks(LongSupplier generation, Duration timeout) {
        this.generation = generation;
        this.timeoutNanos = timeout.toNanos();
    }

    /**
     * {@inheritDoc}
     *
     * @throws LockAcquisitionFailedException if the lock is not free within the timeout
     */
    @Override
    public Lock obtainLock(String identifier) {
        Entry entry = entries.compute(identifier, (key, known) -> {
            Entry kept = known == null ? new Entry() : known;
            kept.users.incrementAndGet();
            return kept;
        });
        try {
            if (!entry.lock.tryLock() && !entry.lock.tryLock(timeoutNanos, TimeUnit.NANOSECONDS)) {
                throw new LockAcquisitionFailedException("stream '" + identifier + "' stayed locked for too long");
            }
        } catch (InterruptedException e) {
            forget(identifier);
            Thread.currentThread().interrupt();
            throw new LockAcquisitionFailedException("interrupted while waiting for stream '" + identifier + "'", e);
        } catch (LockAcquisitionFailedException e) {
            forget(identifier);
            throw e;
        }
        HeldLock held = new HeldLock(identifier, entry, generation.getAsLong());
        HeldLocks.add(held);
        return held;
    }

    private void forget(String identifier) {
        entries.computeIfPresent(identifier, (key, entry) -> entry.users.decrementAndGet() == 0 ? null : entry);
    }

    private static final class Entry {
        private final ReentrantLock lock = new ReentrantLock();
        private final AtomicLong users = new AtomicLong();
    }

    /** A lock in the hands of one unit of work. Releasing it twice does nothing the second time. */
    final class HeldLock implements Lock {
        private final String streamId;
        private final Entry entry;
        private final long obtainedAt;
        private boolean released;

        private HeldLock(String streamId, Entry entry, long obtainedAt) {
            this.streamId = streamId;
            this.entry = entry;
            this.obtainedAt = obtainedAt;
        }

        String streamId() {
            return streamId;
        }

        /** How often appends had failed when the lock was obtained. */
        long obtainedAt() {
            return obtainedAt;
        }

        @Override
        public void release() {
            if (!released) {
                released = true;
                entry.lock.unlock();
                forget(streamId);
            }
        }

        @Override
        public boolean isHeld() {
            return !released;
        }
    }
}
