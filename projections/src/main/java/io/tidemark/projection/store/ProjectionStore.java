package io.tidemark.projection.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one generation of a projection, in memory, and made durable in the background. Events are processed in
 * batches by one thread at a time; {@link #process} returns when the batch is in memory, without waiting for the storage
 * unless there is no room. Everything up to {@link #committed()} is durable, exactly once; what was processed beyond is
 * lost with the process and has to be processed again.
 *
 * @param <E> the events that the projection knows
 */
public final class ProjectionStore<E> implements AutoCloseable {

    private final String name;
    private final StoreMetrics metrics;
    private final StoreContext context;
    private final Map<TableDefinition<?, ?>, MemoryTable<?, ?>> tables = new LinkedHashMap<>();
    private final List<MemoryTable<?, ?>> tableList;
    private final ProjectionHandler<E> handler;
    private final WriteQueue queue;
    private final Capacity capacity;
    private final Thread writer;
    private final StoreFailure failure;
    private volatile long objects;
    private volatile long bytes;

    private ProjectionStore(
            ProjectionDefinition<E> projection,
            ProjectionStorage storage,
            StoreSettings settings,
            StoreListener listener,
            StoreMetrics metrics) {
        this.name = projection.name();
        this.metrics = metrics;
        StoredPosition position = storage.claim();
        this.queue = new WriteQueue(projection.tables(), settings, position.watermark());
        this.context = new StoreContext(storage, metrics, () -> new BackOff(settings.longestBackOff(), queue));
        this.failure = new StoreFailure(name, queue, listener);
        Segment first = new Segment(projection.tables(), false, position.watermark());
        for (int i = 0; i < projection.tables().size(); i++) {
            TableDefinition<?, ?> definition = projection.tables().get(i);
            tables.put(definition, memory(definition, first.tables.get(i), position.watermark() == 0));
        }
        this.tableList = new ArrayList<>(tables.values());
        this.capacity = new Capacity(tableList, queue, settings, metrics);
        this.handler = projection.handler().apply(new OpenTables());
        this.writer = Thread.ofPlatform()
                .name("tidemark-writer-" + name)
                .daemon()
                .unstarted(new Writer(name, queue, storage, settings, metrics, listener, failure, position));
    }

    /**
     * Takes over the rows and begins to write.
     *
     * @param projection what to keep and how to fold
     * @param storage where the rows are kept
     * @param settings how much to keep in memory
     * @param listener is told of what becomes durable, and once if nothing more can
     * @param metrics is counted up; stores that follow each other may share it
     * @throws StorageException if the storage cannot be reached
     */
    public static <E> ProjectionStore<E> open(
            ProjectionDefinition<E> projection,
            ProjectionStorage storage,
            StoreSettings settings,
            StoreListener listener,
            StoreMetrics metrics) {
        ProjectionStore<E> store = new ProjectionStore<>(projection, storage, settings, listener, metrics);
        store.writer.start();
        return store;
    }

    /** The same, with counters of its own. */
    public static <E> ProjectionStore<E> open(
            ProjectionDefinition<E> projection,
            ProjectionStorage storage,
            StoreSettings settings,
            StoreListener listener) {
        return open(projection, storage, settings, listener, new StoreMetrics());
    }

    /** Processes a batch of which no history is kept. See {@link #process(List, boolean)}. */
    public void process(List<PositionedEvent<E>> batch) throws InterruptedException {
        process(batch, false);
    }

    /**
     * Processes the next events. Waits for room first, and for nothing else.
     *
     * @param batch consecutive events, the first of which follows {@link #processed()}; at least one
     * @param keepsHistory whether tables that can keep each version of a row are to do so
     * @throws IllegalStateException if the batch does not follow on what was processed; nothing has happened then
     * @throws StoreFailedException if the store has failed, or fails on this batch: then nothing of it will be durable
     */
    public void process(List<PositionedEvent<E>> batch, boolean keepsHistory) throws InterruptedException {
        if (batch.isEmpty()) {
            throw new IllegalArgumentException("a batch has at least one event");
        }
        requireConsecutive(batch);
        capacity.await();
        requireHealthy();
        prepare(batch);
        capacity.release();
        Segment segment = queue.beginBatch(keepsHistory);
        for (int i = 0; i < tableList.size(); i++) {
            tableList.get(i).beginSegment(segment.tables.get(i));
        }
        context.beginBatch(queue.committed());
        try {
            apply(batch);
        } catch (RuntimeException | Error e) {
            // Half a batch is in memory, which must never be written: the store is of no more use.
            throw new StoreFailedException(name, failure.because(e));
        } finally {
            context.endBatch();
        }
        objects = capacity.objects();
        bytes = capacity.bytes();
        metrics.processed(batch.size());
        queue.endBatch(batch.getLast().seq());
    }

    /** May take long, if somebody outside is called: meanwhile what was processed before becomes durable. */
    private void prepare(List<PositionedEvent<E>> batch) {
        try {
            announce(batch);
        } catch (RuntimeException | Error e) {
            throw new StoreFailedException(name, failure.because(e));
        }
    }

    private void announce(List<PositionedEvent<E>> batch) {
        Reads reads = new Reads();
        for (PositionedEvent<E> event : batch) {
            E payload = event.event();
            if (payload != null) {
                handler.announce(event, payload, reads);
            }
        }
        reads.load();
    }

    private void requireConsecutive(List<PositionedEvent<E>> batch) {
        long expected = queue.processed();
        for (PositionedEvent<E> event : batch) {
            expected++;
            if (event.seq() != expected) {
                throw new IllegalStateException("'" + name + "' got seq " + event.seq() + " where seq " + expected
                        + " comes next; it must see every event, once, in order");
            }
        }
    }

    private void apply(List<PositionedEvent<E>> batch) {
        for (PositionedEvent<E> event : batch) {
            E payload = event.event();
            if (payload != null) {
                context.beginEvent(event.seq());
                handler.apply(event, payload);
            }
        }
    }

    /** Last seq that is in memory. */
    public long processed() {
        return queue.processed();
    }

    /** Last seq that is durable. */
    public long committed() {
        return queue.committed();
    }

    /** Why the store can no longer make anything durable; {@code null} while it can. */
    public @Nullable RuntimeException failure() {
        return queue.failure();
    }

    /** Notes facts about the projection; they are stored with the next rows, or alone after a while. */
    public void stageMetadata(Map<String, String> facts) {
        queue.stage(facts);
    }

    /**
     * Has everything written that was processed until now.
     *
     * @param patience how long to wait for it
     * @return whether it is durable; false if the store failed or it took too long
     */
    public boolean flush(Duration patience) throws InterruptedException {
        return queue.flush(patience);
    }

    /** Has what was processed until now written as soon as possible. Returns at once. */
    public void hurry() {
        queue.hurry();
    }

    /** From now on rows are written however few they are, at the pace of a store that follows the journal. */
    public void writeEagerly() {
        queue.writeEagerly();
    }

    /** What it and those before it have done. */
    public StoreMetrics metrics() {
        return metrics;
    }

    /** Rows in memory after the last batch, those that are being written included. */
    public long objects() {
        return objects;
    }

    /** Estimated bytes of those rows. */
    public long bytes() {
        return bytes;
    }

    /** Runs of batches that wait for the writer. */
    public int queueDepth() {
        return queue.depth();
    }

    /** Stops the writer after the write that it is at. What was processed and not flushed is forgotten. */
    @Override
    public void close() {
        queue.close();
        boolean interrupted = false;
        while (writer.isAlive() && !writer.equals(Thread.currentThread())) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                interrupted = true;
                writer.interrupt();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void requireHealthy() {
        RuntimeException failure = queue.failure();
        if (failure != null) {
            throw new StoreFailedException(name, failure);
        }
        if (queue.isClosed()) {
            throw new IllegalStateException("the store of '" + name + "' is closed");
        }
    }

    @SuppressWarnings("unchecked") // A segment makes the changes of a table from its definition.
    private <K, R> MemoryTable<K, R> memory(
            TableDefinition<K, R> definition, TableChanges<?, ?> changes, boolean isStorageEmpty) {
        return new MemoryTable<>(definition, context, (TableChanges<K, R>) changes, isStorageEmpty);
    }

    /** The tables by definition. */
    private final class OpenTables implements Tables {

        @Override
        @SuppressWarnings("unchecked") // The table was made from the definition.
        public <K, R> Table<K, R> keyed(TableDefinition<K, R> definition) {
            return (Table<K, R>) table(definition);
        }

        @Override
        @SuppressWarnings("unchecked") // The table was made from the definition.
        public <R> AppendOnlyTable<R> appendOnly(TableDefinition<R, R> definition) {
            return (AppendOnlyTable<R>) table(definition);
        }

        @Override
        @SuppressWarnings("unchecked") // The table was made from the definition.
        public <K, R> SharedTable<K, R> shared(TableDefinition<K, R> definition) {
            if (definition.kind() != TableDefinition.Kind.SHARED) {
                throw new IllegalArgumentException(definition + " is not a table that generations share");
            }
            return new OpenSharedTable<>((MemoryTable<K, R>) table(definition), context, queue.ended());
        }

        private MemoryTable<?, ?> table(TableDefinition<?, ?> definition) {
            MemoryTable<?, ?> table = tables.get(definition);
            if (table == null) {
                throw new IllegalArgumentException("'" + name + "' has no table " + definition);
            }
            return table;
        }
    }
}
