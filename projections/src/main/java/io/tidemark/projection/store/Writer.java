package io.tidemark.projection.store;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes a store's segments, one after the other. A write that fails for a passing reason is tried
 * again as it was captured, after the storage was asked whether it took effect all the same; any other failure ends the
 * store.
 */
final class Writer implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

    private final String name;
    private final WriteQueue queue;
    private final ProjectionStorage storage;
    private final StoreSettings settings;
    private final StoreMetrics metrics;
    private final StoreListener listener;
    private final StoreFailure failure;
    private StoredPosition position;

    Writer(
            String name,
            WriteQueue queue,
            ProjectionStorage storage,
            StoreSettings settings,
            StoreMetrics metrics,
            StoreListener listener,
            StoreFailure failure,
            StoredPosition position) {
        this.name = name;
        this.queue = queue;
        this.storage = storage;
        this.settings = settings;
        this.metrics = metrics;
        this.listener = listener;
        this.failure = failure;
        this.position = position;
    }

    @Override
    public void run() {
        try {
            for (Work work = queue.take(); work != null; work = queue.take()) {
                if (!write(work)) {
                    return;
                }
                queue.done(work);
                tell(work);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            queue.fail(new IllegalStateException("the writer of '" + name + "' was interrupted", e));
        } catch (RuntimeException | Error e) {
            failure.because(e);
        }
    }

    /** A listener hears of what is durable and cannot undo it, so its trouble is not the store's. */
    private void tell(Work work) {
        Segment segment = work.segment();
        if (segment == null) {
            return;
        }
        try {
            listener.committed(segment.toSeq, segment.tables);
        } catch (RuntimeException e) {
            LOG.warn("A listener of '{}' could not take the news of seq {}", name, segment.toSeq, e);
        }
    }

    /** Whether it is durable; if not, nobody waits for it any more. */
    private boolean write(Work work) throws InterruptedException {
        Segment segment = work.segment();
        long watermark = segment == null ? position.watermark() : segment.toSeq;
        List<TableChanges<?, ?>> tables = segment == null ? List.of() : segment.tables;
        StoredPosition after = new StoredPosition(watermark, position.epoch(), position.write() + 1);
        CapturedWrite write = new CapturedWrite(position, after, tables, work.metadata());
        long start = System.nanoTime();
        if (!untilDurable(write)) {
            return false;
        }
        position = write.after();
        metrics.written(
                segment == null ? 0 : segment.batches, segment == null ? 0 : segment.size(), System.nanoTime() - start);
        return true;
    }

    private boolean untilDurable(CapturedWrite write) throws InterruptedException {
        BackOff backOff = new BackOff(settings.longestBackOff(), queue);
        do {
            try {
                storage.write(write);
                return true;
            } catch (StorageException e) {
                if (e.kind() == StorageException.Kind.PERMANENT) {
                    throw e;
                }
                if (hasHappened(write, e)) {
                    return true;
                }
                metrics.retried();
                LOG.warn(
                        "Cannot write seq {} to {} of '{}' at present, will try again in {} ms: {}",
                        write.before().watermark() + 1,
                        write.after().watermark(),
                        name,
                        backOff.nextMillis(),
                        e.getMessage());
            }
        } while (backOff.pause());
        return false;
    }

    /**
     * Looks up what became of a write whose outcome nobody told. Says that it has not happened if the store is closed
     * before the storage answers.
     *
     * @throws StorageException if somebody else owns the rows by now
     */
    private boolean hasHappened(CapturedWrite write, StorageException reason) throws InterruptedException {
        BackOff backOff = new BackOff(settings.longestBackOff(), queue);
        do {
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
            }
        } while (backOff.pause());
        return false;
    }
}
