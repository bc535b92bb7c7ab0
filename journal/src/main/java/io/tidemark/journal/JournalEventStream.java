package io.tidemark.journal;

import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.jspecify.annotations.Nullable;

/**
 * Follows the journal from a seq on: from memory where this node has just stored what comes next, else from the
 * database. Every event once, in the order of seqs. Used by one thread at a time.
 */
final class JournalEventStream implements TrackingEventStream {

    private final PostgresEventStorageEngine journal;
    private final TailReader reader;
    private final boolean upcasts;
    private long position;
    private @Nullable TrackedEventMessage<?> next;
    private Iterator<TrackedEventMessage<?>> inMemory = Collections.emptyIterator();
    private @Nullable Stream<? extends TrackedEventMessage<?>> stored;
    private @Nullable Iterator<? extends TrackedEventMessage<?>> inDatabase;

    /**
     * A stream of what comes after a seq.
     *
     * @param upcasts whether events are upcast, which may need those before them, so that all come from the database
     */
    JournalEventStream(PostgresEventStorageEngine journal, TailReader reader, boolean upcasts, long position) {
        this.journal = journal;
        this.reader = reader;
        this.upcasts = upcasts;
        this.position = position;
    }

    @Override
    public Optional<TrackedEventMessage<?>> peek() {
        return hasNextAvailable() ? Optional.ofNullable(next) : Optional.empty();
    }

    @Override
    public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
        if (find()) {
            return true;
        }
        long end = System.nanoTime() + unit.toNanos(timeout);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            reader.await(position, left);
            if (find()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
        while (!hasNextAvailable(Integer.MAX_VALUE, TimeUnit.MILLISECONDS)) {
            // Looks again: that was 24 days.
        }
        TrackedEventMessage<?> found = next;
        next = null;
        if (found == null) {
            throw new IllegalStateException("a stream of the journal is used by two threads");
        }
        return found;
    }

    private boolean find() {
        if (next == null) {
            next = findNext();
            if (next != null) {
                position = TailReader.seq(next.trackingToken());
            }
        }
        return next != null;
    }

    private @Nullable TrackedEventMessage<?> findNext() {
        if (inMemory.hasNext()) {
            return inMemory.next();
        }
        if (!upcasts) {
            inMemory = reader.fromMemory(position).iterator();
            if (inMemory.hasNext()) {
                closeStored();
                return inMemory.next();
            }
        }
        return reader.mayHaveAfter(position) ? nextStored() : null;
    }

    private @Nullable TrackedEventMessage<?> nextStored() {
        Iterator<? extends TrackedEventMessage<?>> events = inDatabase;
        if (events == null) {
            stored = journal.readEvents(new GlobalSequenceTrackingToken(position), false);
            events = stored.iterator();
            inDatabase = events;
        }
        return events.hasNext() ? events.next() : null;
    }

    private void closeStored() {
        if (stored != null) {
            stored.close();
        }
        stored = null;
        inDatabase = null;
    }

    @Override
    public void close() {
        closeStored();
    }
}
