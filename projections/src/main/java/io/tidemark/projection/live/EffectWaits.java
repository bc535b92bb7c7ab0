package io.tidemark.projection.live;

import io.tidemark.projection.effect.EffectFailedException;
import io.tidemark.projection.store.PositionedEvent;
import io.tidemark.projection.store.ProjectionStore;
import io.tidemark.projection.store.StoreFailedException;
import java.util.List;

/** Remembers where a projection waits for an effect, while it gives up and claims anew. Thread-safe. */
public final class EffectWaits {

    private static final long NOWHERE = -1;

    private volatile long afterSeq = NOWHERE;

    EffectWaits() {}

    <E> void during(ProjectionStore<E> store, List<PositionedEvent<E>> batch) throws InterruptedException {
        long before = store.processed();
        try {
            store.process(batch);
        } catch (StoreFailedException e) {
            if (e.getCause() instanceof EffectFailedException) {
                afterSeq = before;
            }
            throw e;
        }
    }

    /** Whether an event waits of which the durable rows do not know, whichever node has made them so. */
    public boolean isAt(long committedSeq) {
        return committedSeq <= afterSeq;
    }
}
