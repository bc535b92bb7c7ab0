package io.tidemark.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What readers that follow the journal ask: is there more, and is it still in memory. Rows of this node come from its
 * tail, those of others are looked for every {@link JournalTail#pollNanos()}. Thread-safe.
 */
final class TailReader {

    private static final Logger LOG = LoggerFactory.getLogger(TailReader.class);

    private final JournalTail tail;
    private final EventReader reader;
    private final Serializer serializer;
    private final Predicate<Object> shared;
    private final int pageRows;
    private final AtomicLong lookedAt = new AtomicLong(System.nanoTime() - JournalTail.pollNanos());
    private volatile long knownHead;
    private volatile boolean databaseIsAway;

    /**
     * A reader.
     *
     * @param shared payloads that never change and are read back equal, so that readers may have the appended objects
     */
    TailReader(JournalTail tail, EventReader reader, Serializer serializer, Predicate<Object> shared, int pageRows) {
        this.tail = tail;
        this.reader = reader;
        this.serializer = serializer;
        this.shared = shared;
        this.pageRows = pageRows;
    }

    /** The next events after a seq, if they are in memory; else none. */
    List<TrackedEventMessage<?>> fromMemory(long seq) {
        List<JournalTail.Kept> kept = tail.after(seq, pageRows);
        List<TrackedEventMessage<?>> events = new ArrayList<>(kept.size());
        for (JournalTail.Kept each : kept) {
            events.add(event(each));
        }
        return events;
    }

    private TrackedEventMessage<?> event(JournalTail.Kept kept) {
        EventRow row = kept.row();
        EventMessage<?> message = row.message();
        String streamType = row.streamType();
        GlobalSequenceTrackingToken token = new GlobalSequenceTrackingToken(kept.seq());
        Instant recordedAt = Instant.EPOCH.plus(kept.recordedAtMicros(), ChronoUnit.MICROS);
        if (message != null && streamType != null && isShared(message)) {
            return new GenericTrackedDomainEventMessage<>(
                    token, streamType, row.streamId(), row.streamSeq(), message, () -> recordedAt);
        }
        try (Stream<TrackedEventMessage<?>> events = EventUtils.upcastAndDeserializeTrackedEvents(
                Stream.of(StoredEvent.of(row, token, recordedAt)), serializer, NoOpEventUpcaster.INSTANCE)) {
            return events.findFirst().orElseThrow();
        }
    }

    /** Texts are what metadata are read back as, whatever they were. */
    private boolean isShared(EventMessage<?> message) {
        return shared.test(message.getPayload())
                && message.getMetaData().values().stream().allMatch(String.class::isInstance);
    }

    /** Whether the journal has, or may have, something after a seq. Asks the database now and then. */
    boolean mayHaveAfter(long seq) {
        if (seq < Math.max(knownHead, tail.last())) {
            return true;
        }
        long now = System.nanoTime();
        long before = lookedAt.get();
        if (now - before < JournalTail.pollNanos() || !lookedAt.compareAndSet(before, now)) {
            return false;
        }
        lookAtHead();
        return seq < knownHead;
    }

    /** The last seq that is known to be committed if it is beyond the given one, else the given one. */
    long lastAfter(long seq) {
        return mayHaveAfter(seq) ? Math.max(knownHead, tail.last()) : seq;
    }

    private void lookAtHead() {
        try {
            knownHead = reader.head();
            databaseIsAway = false;
        } catch (SQLException e) {
            if (!databaseIsAway) {
                LOG.warn("cannot look for events of other nodes, going on to try: {}", e.getMessage());
            }
            databaseIsAway = true;
        }
    }

    /** Waits a moment for something after a seq. */
    void await(long seq, long nanos) throws InterruptedException {
        tail.await(seq, Math.min(nanos, JournalTail.pollNanos()));
    }

    /** The seq of a token; that of none is 0. */
    static long seq(org.axonframework.eventhandling.@Nullable TrackingToken token) {
        if (token == null) {
            return 0;
        }
        return token.position().orElseThrow(() -> new IllegalArgumentException("not a token of the journal: " + token));
    }
}
