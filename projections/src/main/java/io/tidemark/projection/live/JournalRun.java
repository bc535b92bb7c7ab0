package io.tidemark.projection.live;

import io.tidemark.messages.event.AccountEvent;
import io.tidemark.projection.store.JournalPages;
import io.tidemark.projection.store.PositionedEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of the journal as the payload of one message. A processor that is handed runs does its work for each of them and
 * not for each event, which costs more than folding one; and what waits in its buffer is two numbers.
 *
 * @param after the seq before the first
 * @param last the last seq
 * @param pages where the events are read once it is their turn
 */
public record JournalRun(long after, long last, JournalPages<AccountEvent> pages) {

    /** A run of at least one event. */
    public JournalRun {
        if (last <= after) {
            throw new IllegalArgumentException("no event comes after seq " + after + " up to seq " + last);
        }
    }

    /**
     * Reads the events.
     *
     * @throws IllegalStateException if the journal lacks one of them
     */
    List<PositionedEvent<AccountEvent>> events() {
        List<PositionedEvent<AccountEvent>> events = new ArrayList<>((int) Math.min(last - after, 1 << 16));
        long seq = after;
        while (seq < last) {
            List<PositionedEvent<AccountEvent>> page = pages.after(seq, (int) Math.min(Integer.MAX_VALUE, last - seq));
            if (page.isEmpty()) {
                throw new IllegalStateException("the journal ends at seq " + seq + " before seq " + last);
            }
            events.addAll(page);
            seq = page.getLast().seq();
        }
        return events;
    }
}
