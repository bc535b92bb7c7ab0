package io.tidemark.journal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What those ask who follow the journal by runs of seqs and not event by event: how far it goes, and what of it this node
 * still has in memory. Thread-safe.
 */
public final class JournalFollower {

    private final JournalTail tail;
    private final TailReader reader;
    private final Predicate<Object> shared;

    JournalFollower(JournalTail tail, TailReader reader, Predicate<Object> shared) {
        this.tail = tail;
        this.reader = reader;
        this.shared = shared;
    }

    /**
     * An event that this node has stored a moment ago.
     *
     * @param seq its position
     * @param recordedAt when the journal took it, in whole microseconds
     * @param type stored name of its type
     * @param revision revision of its type; {@code null} for none
     * @param payload what it says, as it is stored; not to be changed
     * @param event the object that was appended, if readers may have it; else {@code null}
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared and never changed.
    public record Recent(
            long seq,
            Instant recordedAt,
            String type,
            @Nullable String revision,
            byte[] payload,
            @Nullable Object event) {}

    /**
     * The last seq that is known to be committed, by whichever node; the given one if nothing is known to follow it. Asks
     * the database now and then.
     */
    public long lastAfter(long seq) {
        return reader.lastAfter(seq);
    }

    /** Waits a moment for something after a seq; shorter than the given time if it takes long. */
    public void await(long seq, long nanos) throws InterruptedException {
        reader.await(seq, nanos);
    }

    /**
     * The events after a seq, as far as they are in memory.
     *
     * @param limit how many at most
     * @return consecutive events; none if the very next one is not in memory
     */
    public List<Recent> inMemory(long seq, int limit) {
        return tail.after(seq, limit).stream().map(this::recent).toList();
    }

    private Recent recent(JournalTail.Kept kept) {
        EventRow row = kept.row();
        Object event = row.message() == null ? null : row.message().getPayload();
        return new Recent(
                kept.seq(),
                Instant.EPOCH.plus(kept.recordedAtMicros(), ChronoUnit.MICROS),
                row.eventType(),
                row.revision(),
                row.payload(),
                event != null && shared.test(event) ? event : null);
    }
}
