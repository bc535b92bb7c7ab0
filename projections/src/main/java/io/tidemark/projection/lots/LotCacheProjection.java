package io.tidemark.projection.lots;

import io.tidemark.messages.catalog.EventCatalog;
import io.tidemark.messages.event.AccountEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.axonframework.serialization.UnknownSerializedType;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the lot cache up with the journal. Handlers only collect the events of a unit of work; before it commits, the
 * whole batch is folded and written in its transaction, the one that stores the processor's token. So a batch counts
 * once or not at all, and its size makes no difference to the rows.
 *
 * <p>Nothing is folded in the handlers, because Axon's default error handler swallows what they throw: a failure while
 * the unit of work prepares its commit always rolls the batch back, and an event that never arrived is noticed as a
 * gap. The processor must be a streaming one with a single segment over a source whose tokens are journal seqs; anything
 * else is noticed as a gap or a repeat, and thrown. Thread-safe.
 */
@ProcessingGroup(LotCacheProjection.NAME)
public class LotCacheProjection {

    /** Name of the projection, of its processing group and of its processor. */
    public static final String NAME = "lots";

    private static final String BATCH = LotCacheProjection.class.getName();

    private final LotStore store;
    private final BalanceUpdates balanceUpdates;

    /**
     * A projection into a store.
     *
     * @param store where the rows are kept
     * @param emitter whose subscriptions to balances are told of changes
     * @param clock says which lots are valid in those balances
     */
    public LotCacheProjection(LotStore store, QueryUpdateEmitter emitter, InstantSource clock) {
        this.store = store;
        this.balanceUpdates = new BalanceUpdates(store, emitter, clock);
    }

    /**
     * Takes any event, so that the watermark also passes those that are not the ledger's. There is one handler and not
     * one for each kind: Axon ranks handlers of interfaces behind one of {@code Object}, and a kind without a handler
     * would pass unnoticed.
     *
     * @throws IllegalStateException if the event has no journal position, or is the ledger's and cannot be read
     */
    @EventHandler
    public void on(EventMessage<?> message) {
        if (!(message instanceof TrackedEventMessage<?> tracked)) {
            throw new IllegalStateException("the lot cache needs a streaming event processor");
        }
        TrackingToken token = tracked.trackingToken();
        long seq = token.position()
                .orElseThrow(() -> new IllegalStateException("the token " + token + " has no journal position"));
        batch().add(new Arrival(seq, message.getTimestamp(), accountEvent(seq, message), ReplayToken.isReplay(token)));
    }

    /** Empties the lot cache in Axon's reset transaction. */
    @ResetHandler
    public void reset() {
        store.clear();
    }

    private static @Nullable AccountEvent accountEvent(long seq, EventMessage<?> message) {
        Class<?> type = message.getPayloadType();
        if (AccountEvent.class.isAssignableFrom(type)) {
            return (AccountEvent) message.getPayload();
        }
        if (UnknownSerializedType.class.isAssignableFrom(type)) {
            String name = ((UnknownSerializedType) message.getPayload())
                    .serializedType()
                    .getName();
            if (EventCatalog.named(name).isPresent()) {
                throw new IllegalStateException("seq " + seq + " is a " + name
                        + " that the event serializer does not know: it lacks the event catalog");
            }
        }
        return null;
    }

    private List<Arrival> batch() {
        UnitOfWork<?> unitOfWork = CurrentUnitOfWork.get().root();
        return unitOfWork.getOrComputeResource(BATCH, key -> {
            List<Arrival> batch = new ArrayList<>();
            unitOfWork.onPrepareCommit(current -> write(current, batch));
            return batch;
        });
    }

    private void write(UnitOfWork<?> unitOfWork, List<Arrival> batch) {
        LotFold fold = new LotFold(batch.getFirst().seq());
        for (Arrival arrival : batch) {
            fold.add(arrival.seq(), arrival.recordedAt(), arrival.event());
        }
        LotChanges changes = fold.changes();
        store.write(changes);
        if (!batch.getLast().replayed()) {
            unitOfWork.afterCommit(committed -> balanceUpdates.emit(changes.holdings()));
        }
    }

    private record Arrival(
            long seq, Instant recordedAt, @Nullable AccountEvent event, boolean replayed) {}
}
