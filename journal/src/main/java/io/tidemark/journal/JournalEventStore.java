package io.tidemark.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.axonframework.common.Registration;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MessageDispatchInterceptor;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Axon's event store over the journal. Events that are published in a unit of work are appended together when its root
 * prepares to commit; subscribed handlers hear of them after that, which is after they are durable. Streams follow the
 * journal from memory where they can, and from the database where they must. Thread-safe.
 *
 * <p>Does what Axon's {@code EmbeddedEventStore} does, without monitors and spans of its own, without a thread that reads
 * back what this node has just stored, and with one callback a unit of work in place of several an event.
 */
public final class JournalEventStore implements EventStore {

    private static final Logger LOG = LoggerFactory.getLogger(JournalEventStore.class);
    private static final String QUEUE = JournalEventStore.class.getName() + "/queue";

    private final PostgresEventStorageEngine journal;
    private final Set<Consumer<List<? extends EventMessage<?>>>> subscribers = new CopyOnWriteArraySet<>();
    private final Set<MessageDispatchInterceptor<? super EventMessage<?>>> interceptors = new CopyOnWriteArraySet<>();

    /** A store over a journal. */
    public JournalEventStore(PostgresEventStorageEngine journal) {
        this.journal = journal;
    }

    @Override
    public void publish(List<? extends EventMessage<?>> events) {
        if (!CurrentUnitOfWork.isStarted()) {
            store(events);
            return;
        }
        UnitOfWork<?> unitOfWork = CurrentUnitOfWork.get();
        requireUncommitted(unitOfWork);
        requireUncommitted(unitOfWork.root());
        queue(unitOfWork).addAll(events);
    }

    private static void requireUncommitted(UnitOfWork<?> unitOfWork) {
        if (unitOfWork.phase().isAfter(UnitOfWork.Phase.PREPARE_COMMIT)) {
            throw new IllegalStateException("events are published in a unit of work that has committed already");
        }
    }

    private List<EventMessage<?>> queue(UnitOfWork<?> unitOfWork) {
        return unitOfWork.getOrComputeResource(QUEUE, key -> {
            List<EventMessage<?>> queue = new ArrayList<>(2);
            unitOfWork.onPrepareCommit(committing -> prepareCommit(committing, queue));
            unitOfWork.onCleanup(ended -> ended.resources().remove(QUEUE));
            return queue;
        });
    }

    private void prepareCommit(UnitOfWork<?> unitOfWork, List<EventMessage<?>> queue) {
        Optional<UnitOfWork<?>> parent = unitOfWork.parent();
        if (parent.isPresent() && !parent.get().phase().isAfter(UnitOfWork.Phase.PREPARE_COMMIT)) {
            queue(parent.get()).addAll(queue);
            return;
        }
        // Subscribers may publish more.
        for (int stored = 0; stored < queue.size(); ) {
            List<EventMessage<?>> published = List.copyOf(queue.subList(stored, queue.size()));
            stored = queue.size();
            store(published);
        }
    }

    private void store(List<? extends EventMessage<?>> events) {
        List<? extends EventMessage<?>> intercepted = interceptors.isEmpty() ? events : intercepted(events);
        journal.appendEvents(intercepted);
        for (Consumer<List<? extends EventMessage<?>>> subscriber : subscribers) {
            subscriber.accept(intercepted);
        }
    }

    private List<EventMessage<?>> intercepted(List<? extends EventMessage<?>> events) {
        List<EventMessage<?>> intercepted = new ArrayList<>(events);
        for (MessageDispatchInterceptor<? super EventMessage<?>> interceptor : interceptors) {
            BiFunction<Integer, ? super EventMessage<?>, ? super EventMessage<?>> each =
                    interceptor.handle(intercepted);
            for (int i = 0; i < intercepted.size(); i++) {
                intercepted.set(i, (EventMessage<?>) each.apply(i, intercepted.get(i)));
            }
        }
        return intercepted;
    }

    @Override
    public Registration subscribe(Consumer<List<? extends EventMessage<?>>> messageProcessor) {
        subscribers.add(messageProcessor);
        return () -> subscribers.remove(messageProcessor);
    }

    @Override
    public Registration registerDispatchInterceptor(
            MessageDispatchInterceptor<? super EventMessage<?>> dispatchInterceptor) {
        interceptors.add(dispatchInterceptor);
        return () -> interceptors.remove(dispatchInterceptor);
    }

    @Override
    public TrackingEventStream openStream(@Nullable TrackingToken trackingToken) {
        return journal.follow(trackingToken);
    }

    /** Has the streams that the current unit of work loads next read together; see the storage engine. */
    public void readAhead(Collection<String> aggregateIdentifiers) {
        journal.readAhead(aggregateIdentifiers);
    }

    @Override
    public DomainEventStream readEvents(String aggregateIdentifier) {
        Optional<DomainEventMessage<?>> snapshot = snapshot(aggregateIdentifier);
        DomainEventStream stored = snapshot.isPresent()
                ? DomainEventStream.concat(
                        DomainEventStream.of(snapshot.get()),
                        journal.readEvents(aggregateIdentifier, snapshot.get().getSequenceNumber() + 1))
                : journal.readEvents(aggregateIdentifier);
        return DomainEventStream.concat(stored, DomainEventStream.of(queued(aggregateIdentifier)));
    }

    /** A snapshot that cannot be read only saved work: the whole stream says the same. */
    private Optional<DomainEventMessage<?>> snapshot(String aggregateIdentifier) {
        try {
            return journal.readSnapshot(aggregateIdentifier);
        } catch (JournalUnavailableException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("cannot read the snapshot of '{}', reading all its events", aggregateIdentifier, e);
            return Optional.empty();
        }
    }

    @Override
    public DomainEventStream readEvents(String aggregateIdentifier, long firstSequenceNumber) {
        return DomainEventStream.concat(
                journal.readEvents(aggregateIdentifier, firstSequenceNumber),
                DomainEventStream.of(
                        queued(aggregateIdentifier).filter(event -> event.getSequenceNumber() >= firstSequenceNumber)));
    }

    /** What the current unit of work and its parents have published of a stream and not appended yet. */
    private static Stream<? extends DomainEventMessage<?>> queued(String aggregateIdentifier) {
        List<DomainEventMessage<?>> queued = new ArrayList<>();
        Optional<UnitOfWork<?>> each =
                CurrentUnitOfWork.isStarted() ? Optional.of(CurrentUnitOfWork.get()) : Optional.empty();
        while (each.isPresent()) {
            UnitOfWork<?> unitOfWork = each.get();
            if (!unitOfWork.isRolledBack()) {
                List<EventMessage<?>> queue = unitOfWork.getOrDefaultResource(QUEUE, List.of());
                queued.addAll(0, of(aggregateIdentifier, queue));
            }
            each = unitOfWork.parent();
        }
        return queued.stream().distinct();
    }

    private static List<DomainEventMessage<?>> of(String aggregateIdentifier, List<EventMessage<?>> events) {
        List<DomainEventMessage<?>> found = new ArrayList<>();
        for (EventMessage<?> event : events) {
            if (event instanceof DomainEventMessage<?> ofStream
                    && ofStream.getAggregateIdentifier().equals(aggregateIdentifier)) {
                found.add(ofStream);
            }
        }
        return found;
    }

    @Override
    public void storeSnapshot(DomainEventMessage<?> snapshot) {
        journal.storeSnapshot(snapshot);
    }

    @Override
    public Optional<Long> lastSequenceNumberFor(String aggregateIdentifier) {
        Optional<Long> queued = queued(aggregateIdentifier)
                .<Long>map(DomainEventMessage::getSequenceNumber)
                .max(Long::compareTo);
        return queued.isPresent() ? queued : journal.lastSequenceNumberFor(aggregateIdentifier);
    }

    @Override
    public TrackingToken createTailToken() {
        return journal.createTailToken();
    }

    @Override
    public TrackingToken createHeadToken() {
        return journal.createHeadToken();
    }

    @Override
    public TrackingToken createTokenAt(Instant dateTime) {
        return journal.createTokenAt(dateTime);
    }
}
