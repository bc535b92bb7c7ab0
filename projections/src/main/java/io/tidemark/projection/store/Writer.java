package io.tidemark.projection.store;

import io.tidemark.projection.store.WriteQueue.Work;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes a store's segments, one after the other. A write that fails for a passing reason is tried
 * again as it was captured, after the storage was asked whether it took effect all the same; any other failure ends the
 * store.
 */
final class Writer implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final long FIRST_BACK_OFF_MILLIS = 10;

    private final String name;
    private final WriteQueue queue;
    private final ProjectionStorage storage;
    private final StoreSettings settings;
    private final StoreMetrics metrics;
    private final StoreListener listener;
    private StoredPosition position;

    Writer(
            String name,
            WriteQueue queue,
            ProjectionStorage storage,
            StoreSettings settings,
            StoreMetrics metrics,
            StoreListener listener,
            StoredPosition position) {
        this.name = name;
        this.queue = queue;
        this.storage = storage;
        this.settings = settings;
        this.metrics = metrics;
        this.listener = listener;
        this.position = position;
    }

    @Override
    public void run() {
        try {
            for (Work work = queue.take(); work != null; work = queue.take()) {
                write(work);
                queue.done(work);
                if (work.segment() != null) {
                    listener.committed(work.segment().toSeq, work.segment().tables);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            queue.fail(new IllegalStateException("the writer of '" + name + "' was interrupted", e));
        } catch (RuntimeException e) {
            queue.fail(e);
            listener.failed(e);
        }
    }

    private void write(Work work) throws InterruptedException {
        Segment segment = work.segment();
        long watermark = segment == null ? position.watermark() : segment.toSeq;
        List<TableChanges<?, ?>> tables = segment == null ? List.of() : segment.tables;
        // Numbers of writes only have to differ from those of other owners, and the epoch tells owners apart.
        long number = ThreadLocalRandom.current().nextLong();
        CapturedWrite write = new CapturedWrite(
                position, new StoredPosition(watermark, position.epoch(), number), tables, work.metadata());
        long start = System.nanoTime();
        untilDurable(write);
        position = write.after();
        metrics.written(
                segment == null ? 0 : segment.batches, segment == null ? 0 : segment.size(), System.nanoTime() - start);
    }

    private void untilDurable(CapturedWrite write) throws InterruptedException {
        long backOffMillis = FIRST_BACK_OFF_MILLIS;
        while (true) {
            try {
                storage.write(write);
                return;
            } catch (StorageException e) {
                if (e.kind() == StorageException.Kind.PERMANENT) {
                    throw e;
                }
                if (hasHappened(write, e)) {
                    return;
                }
                metrics.retried();
                LOG.warn(
                        "Cannot write seq {} to {} of '{}' at present, will try again in {} ms: {}",
                        write.before().watermark() + 1,
                        write.after().watermark(),
                        name,
                        backOffMillis,
                        e.getMessage());
                Thread.sleep(backOffMillis);
                backOffMillis = longer(backOffMillis);
            }
        }
    }

    /**
     * Looks up what became of a write whose outcome nobody told.
     *
     * @throws StorageException if somebody else owns the rows by now
     */
    private boolean hasHappened(CapturedWrite write, StorageException reason) throws InterruptedException {
        long backOffMillis = FIRST_BACK_OFF_MILLIS;
        while (true) {
            try {
                StoredPosition stored = storage.position();
                if (stored.equals(write.after())) {
                    return true;
                }
                if (stored.equals(write.before())) {
                    return false;
                }
                throw new StorageException(
                        StorageException.Kind.LOST,
                        "the rows of '" + name + "' are at " + stored + " where their writer left them at "
                                + write.before() + ": another owner has taken over",
                        reason);
            } catch (StorageException e) {
                if (e.kind() != StorageException.Kind.TRANSIENT) {
                    throw e;
                }
                LOG.warn("Cannot read where '{}' stands, will try again: {}", name, e.getMessage());
                Thread.sleep(backOffMillis);
                backOffMillis = longer(backOffMillis);
            }
        }
    }

    private long longer(long backOffMillis) {
        return Math.min(backOffMillis * 2, settings.longestBackOff().toMillis());
    }
}
