package io.tidemark.projection.lots;

import io.tidemark.messages.event.AccountEvent;
import io.tidemark.projection.store.JournalPages;
import io.tidemark.projection.store.PositionedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** A journal whose end moves, and whose pages can be held back. */
final class GrowingJournal implements JournalPages<AccountEvent> {

    private final List<PositionedEvent<AccountEvent>> events = new ArrayList<>();
    private final AtomicLong head = new AtomicLong();
    private final Semaphore pages = new Semaphore(Integer.MAX_VALUE / 2);

    GrowingJournal(List<?> payloads) {
        for (Object payload : payloads) {
            long seq = events.size() + 1L;
            events.add(new PositionedEvent<>(
                    seq, Events.MARCH.plusSeconds(10 * seq), payload instanceof AccountEvent event ? event : null));
        }
    }

    /** From now on the journal ends there. */
    void growTo(long seq) {
        head.set(seq);
    }

    /** Gives out so many pages, and then none. */
    void holdAfter(int permits) {
        pages.drainPermits();
        pages.release(permits);
    }

    /** Gives out any number of pages. */
    void release() {
        pages.release(Integer.MAX_VALUE / 2);
    }

    @Override
    public long head() {
        return head.get();
    }

    @Override
    public List<PositionedEvent<AccountEvent>> after(long seq, int limit) {
        try {
            pages.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        // Small pages, so that there are many places to stop at.
        return part(seq, Math.min(head.get(), seq + Math.min(limit, 97)));
    }

    /** The events after a seq up to another. */
    List<PositionedEvent<AccountEvent>> part(long after, long upTo) {
        return List.copyOf(events.subList((int) after, (int) upTo));
    }
}
