package io.tidemark.projection.live;

import io.tidemark.messages.catalog.EventCatalog;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.projection.store.PositionedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.serialization.UnknownSerializedType;
import org.jspecify.annotations.Nullable;

/**
 * Feeds a projection from the handlers of an Axon processor. Handlers only collect the events of a unit of work, which are
 * processed as one batch before it commits. Nothing is processed in the handlers themselves, because Axon's default error
 * handler swallows what they throw, while a failure to prepare a commit always ends the processor's claim. The processor
 * must be a streaming one with a single segment; anything else is noticed as a gap or a repeat, and thrown. Thread-safe.
 */
public final class EventFeed {

    private final LiveProjection<AccountEvent> projection;
    private final Runnable onReset;
    private final String resource;

    /**
     * A feed.
     *
     * @param projection gets the events
     * @param onReset is run when a user of Axon resets the processor
     */
    public EventFeed(LiveProjection<AccountEvent> projection, Runnable onReset) {
        this.projection = projection;
        this.onReset = onReset;
        this.resource = EventFeed.class.getName() + name();
    }

    /**
     * Takes any event, also those that are not the ledger's, for the projection passes them too; or a {@link JournalRun}
     * of events.
     *
     * @throws IllegalStateException if the event has no journal position, or is the ledger's and cannot be read
     */
    void take(EventMessage<?> message) {
        if (message.getPayloadType().equals(JournalRun.class)) {
            batch().add(((JournalRun) message.getPayload())::events);
            return;
        }
        if (!(message instanceof TrackedEventMessage<?> tracked)) {
            throw new IllegalStateException("the projection '" + name() + "' needs a streaming event processor");
        }
        TrackingToken token = tracked.trackingToken();
        long seq = token.position()
                .orElseThrow(() -> new IllegalStateException("the token " + token + " has no journal position"));
        PositionedEvent<AccountEvent> event =
                new PositionedEvent<>(seq, message.getTimestamp(), accountEvent(seq, message));
        batch().add(() -> List.of(event));
    }

    /** Has the projection rebuilt. */
    void reset() {
        onReset.run();
    }

    private String name() {
        return projection.definition().name();
    }

    private @Nullable AccountEvent accountEvent(long seq, EventMessage<?> message) {
        Class<?> type = message.getPayloadType();
        if (AccountEvent.class.isAssignableFrom(type)) {
            return (AccountEvent) message.getPayload();
        }
        if (UnknownSerializedType.class.isAssignableFrom(type)) {
            String unknown = ((UnknownSerializedType) message.getPayload())
                    .serializedType()
                    .getName();
            if (EventCatalog.named(unknown).isPresent()) {
                throw new IllegalStateException("seq " + seq + " is a " + unknown
                        + " that the event serializer does not know: it lacks the event catalog");
            }
        }
        return null;
    }

    private List<Supplier<List<PositionedEvent<AccountEvent>>>> batch() {
        UnitOfWork<?> unitOfWork = CurrentUnitOfWork.get().root();
        return unitOfWork.getOrComputeResource(resource, key -> {
            List<Supplier<List<PositionedEvent<AccountEvent>>>> runs = new ArrayList<>();
            unitOfWork.onPrepareCommit(current -> process(runs));
            return runs;
        });
    }

    private void process(List<Supplier<List<PositionedEvent<AccountEvent>>>> runs) {
        List<PositionedEvent<AccountEvent>> batch = new ArrayList<>();
        runs.forEach(run -> batch.addAll(run.get()));
        projection.process(batch);
    }
}
