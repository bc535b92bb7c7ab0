package io.tidemark.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.BatchingEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.jspecify.annotations.Nullable;

/**
 * Axon's event storage on PostgreSQL. Appends of all threads are committed in groups by one writer; an append returns
 * when it is durable. Tokens are plain sequences: positions have no gaps and become visible in order. Thread-safe; must
 * be started before the first append and closed after the last.
 */
public final class PostgresEventStorageEngine extends BatchingEventStorageEngine implements AutoCloseable {

    private final EventReader reader;
    private final StreamsReader streamsReader;
    private final AppendQueue queue;
    private final StreamEnds ends;
    private final TailReader tailReader;
    private final JournalFollower follower;
    private final EventUpcaster upcasters;
    private final Thread writer;

    PostgresEventStorageEngine(JournalBuilder builder) {
        super(builder);
        this.reader = new EventReader(builder.dataSource());
        this.streamsReader = new StreamsReader(builder.dataSource());
        this.queue = new AppendQueue(builder.settings(), builder.onFailedStreams());
        this.ends = new StreamEnds(queue, reader);
        this.upcasters = builder.upcasters();
        JournalTail tail = new JournalTail();
        this.tailReader = new TailReader(
                tail,
                reader,
                getEventSerializer(),
                builder.sharedPayloads(),
                builder.settings().pageRows());
        this.follower = new JournalFollower(tail, tailReader, builder.sharedPayloads());
        this.writer = new Thread(
                new GroupWriter(
                        queue, builder.dataSource(), builder.settings(), builder.clock(), tail, builder.onStored()),
                "tidemark-journal-writer");
        this.writer.setDaemon(true);
    }

    /** A builder with the default settings. Needs a data source and both serializers. */
    public static JournalBuilder builder() {
        return new JournalBuilder();
    }

    /** Starts the writer. */
    public void start() {
        writer.start();
    }

    /** Lets no more appends in, stores those that wait, and ends the writer. */
    @Override
    public void close() {
        queue.close();
        boolean interrupted = false;
        while (writer.isAlive()) {
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

    /** How many appends wait to be taken by the writer. */
    public int waitingAppends() {
        return queue.waiting();
    }

    /** How often appends have failed. */
    long failureGeneration() {
        return queue.failureGeneration();
    }

    @Override
    protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
        if (events.isEmpty()) {
            return;
        }
        try {
            HeldLocks locks = HeldLocks.current();
            AppendRequest request = AppendRequest.of(
                    EventRow.allOf(events, serializer),
                    MessageClaim.current(),
                    locks.obtainedAt().keySet());
            ends.enqueue(request, locks.obtainedAt());
            locks.release();
            MessageClaim.Recorded recorded = request.await();
            MessageClaim claim = request.claim();
            if (claim != null) {
                claim.recorded(recorded);
            }
        } catch (SQLException e) {
            handlePersistenceException(e, events.get(e instanceof Conflict conflict ? conflict.row() : 0));
        }
    }

    /** A stream of what comes after a token, {@code null} being the beginning, that goes on as the journal grows. */
    TrackingEventStream follow(@Nullable TrackingToken token) {
        return new JournalEventStream(
                this, tailReader, !(upcasters instanceof NoOpEventUpcaster), TailReader.seq(token));
    }

    /** For those who follow the journal by runs of seqs. */
    public JournalFollower follower() {
        return follower;
    }

    /** The message with a ref, if the journal has it. */
    public Optional<RecordedMessage> findMessage(String ref) {
        try {
            return reader.message(ref).map(stored -> recorded(ref, stored));
        } catch (SQLException e) {
            throw readFailure(e);
        }
    }

    private RecordedMessage recorded(String ref, EventReader.StoredMessage stored) {
        try (Stream<TrackedEventMessage<?>> events = EventUtils.upcastAndDeserializeTrackedEvents(
                stored.events().stream(), getEventSerializer(), upcasters)) {
            return new RecordedMessage(
                    ref,
                    stored.fingerprint(),
                    stored.seqFrom(),
                    stored.events().getFirst().getTimestamp(),
                    events.<Object>map(Message::getPayload).toList());
        }
    }

    /**
     * Whether what the current unit of work read of some streams is all that the journal has of them. Waits for what is
     * on its way; then it is certain, on all nodes, as of now. A refusal is given only if it holds.
     *
     * @param lastPositions the streams, each with the last position that was read, -1 for none
     */
    public boolean isCurrent(Map<String, Long> lastPositions) {
        try {
            return ends.areCurrent(lastPositions, HeldLocks.current().obtainedAt());
        } catch (SQLException e) {
            throw readFailure(e);
        }
    }

    @Override
    protected void storeSnapshot(DomainEventMessage<?> snapshot, Serializer serializer) {
        try {
            reader.storeSnapshot(snapshot, serializer);
        } catch (SQLException e) {
            throw new EventStoreException("cannot store a snapshot of " + snapshot.getAggregateIdentifier(), e);
        }
    }

    /**
     * Reads streams together that the current unit of work loads next, snapshots and events since. To be called with their
     * locks held: of what others append meanwhile nothing is seen, and the unit of work then fails as it would have, had it
     * loaded the stream now. Streams that are dear to read are left to be loaded one by one.
     *
     * @param streamIds some hundred at most: what is read of them is in memory together until each is loaded
     */
    public void readAhead(Collection<String> streamIds) {
        if (streamIds.size() < 2 || !CurrentUnitOfWork.isStarted()) {
            return;
        }
        streamIds.forEach(ends::awaitPending);
        try {
            ReadAhead.keep(streamsReader.read(streamIds));
        } catch (SQLException e) {
            throw readFailure(e);
        }
    }

    @Override
    protected Stream<? extends DomainEventData<?>> readSnapshotData(String aggregateIdentifier) {
        ReadAhead.Loaded ahead = ReadAhead.find(aggregateIdentifier);
        if (ahead != null) {
            return Stream.ofNullable(ahead.snapshot());
        }
        try {
            return reader.snapshot(aggregateIdentifier).stream();
        } catch (SQLException e) {
            throw readFailure(e);
        }
    }

    @Override
    protected List<? extends TrackedEventData<?>> fetchTrackedEvents(@Nullable TrackingToken lastToken, int batchSize) {
        try {
            return reader.after(TailReader.seq(lastToken), batchSize);
        } catch (SQLException e) {
            throw readFailure(e);
        }
    }

    @Override
    protected List<? extends DomainEventData<?>> fetchDomainEvents(
            String aggregateIdentifier, long firstSequenceNumber, int batchSize) {
        ends.awaitPending(aggregateIdentifier);
        try {
            List<DomainEventData<byte[]>> ahead = ReadAhead.take(aggregateIdentifier, firstSequenceNumber);
            List<DomainEventData<byte[]>> page =
                    ahead != null ? ahead : reader.ofStream(aggregateIdentifier, firstSequenceNumber, batchSize);
            if (page.size() < batchSize && !page.isEmpty()) {
                ends.learn(aggregateIdentifier, page.getLast().getSequenceNumber());
            } else if (page.isEmpty() && firstSequenceNumber == 0) {
                ends.learn(aggregateIdentifier, -1);
            }
            return page;
        } catch (SQLException e) {
            throw readFailure(e);
        }
    }

    @Override
    public Optional<Long> lastSequenceNumberFor(String aggregateIdentifier) {
        try {
            OptionalLong last = reader.lastOfStream(aggregateIdentifier);
            return last.isPresent() ? Optional.of(last.getAsLong()) : Optional.empty();
        } catch (SQLException e) {
            throw readFailure(e);
        }
    }

    /** {@inheritDoc} Never {@code null}: the place before seq 1 is a place too. */
    @Override
    public TrackingToken createTailToken() {
        return new GlobalSequenceTrackingToken(0);
    }

    @Override
    public TrackingToken createHeadToken() {
        return new GlobalSequenceTrackingToken(headSeq());
    }

    @Override
    public TrackingToken createTokenAt(Instant dateTime) {
        try {
            OptionalLong first = reader.firstAt(dateTime);
            return first.isPresent() ? new GlobalSequenceTrackingToken(first.getAsLong() - 1) : createHeadToken();
        } catch (SQLException e) {
            throw readFailure(e);
        }
    }

    /** The last seq, 0 when the journal is empty. */
    public long headSeq() {
        try {
            return reader.head();
        } catch (SQLException e) {
            throw readFailure(e);
        }
    }

    private static JournalUnavailableException readFailure(SQLException e) {
        return new JournalUnavailableException("the journal cannot be read: " + e.getMessage(), e);
    }
}
