package io.tidemark.config.projections;

import io.tidemark.journal.JournalFollower;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.projection.live.JournalRun;
import io.tidemark.projection.store.JournalPages;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/**
 * The journal as a source of messages, each of which is a {@link JournalRun}: whatever has come since the last one. Its
 * tokens are those of the event store, so a processor may change from one source to the other. Thread-safe.
 */
public final class JournalRuns implements StreamableMessageSource<TrackedEventMessage<?>> {

    /** Events a run at most: a batch of a store, small enough that its rows fit beside the others in memory. */
    static final int RUN_EVENTS = 1_000;

    private final EventStore tokens;
    private final JournalFollower journal;
    private final JournalPages<AccountEvent> pages;

    /**
     * A source.
     *
     * @param tokens makes the tokens for places in the journal
     * @param journal says how far the journal goes
     * @param pages where the events of runs are read
     */
    public JournalRuns(EventStore tokens, JournalFollower journal, JournalPages<AccountEvent> pages) {
        this.tokens = tokens;
        this.journal = journal;
        this.pages = pages;
    }

    @Override
    public TrackingEventStream openStream(@Nullable TrackingToken trackingToken) {
        return new RunStream(trackingToken == null ? 0 : position(trackingToken));
    }

    private static long position(TrackingToken token) {
        return token.position().orElseThrow(() -> new IllegalArgumentException("not a token of the journal: " + token));
    }

    @Override
    public TrackingToken createTailToken() {
        return tokens.createTailToken();
    }

    @Override
    public TrackingToken createHeadToken() {
        return tokens.createHeadToken();
    }

    @Override
    public TrackingToken createTokenAt(Instant dateTime) {
        return tokens.createTokenAt(dateTime);
    }

    /** Used by one thread at a time. A run that was looked at and not taken stays as it is. */
    private final class RunStream implements TrackingEventStream {

        private long position;
        private @Nullable TrackedEventMessage<JournalRun> next;

        RunStream(long position) {
            this.position = position;
        }

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            return find() ? Optional.ofNullable(next) : Optional.empty();
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
            long end = System.nanoTime() + unit.toNanos(timeout);
            boolean isFound = find();
            for (long left = end - System.nanoTime(); !isFound && left > 0; left = end - System.nanoTime()) {
                journal.await(position, left);
                isFound = find();
            }
            return isFound;
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
            while (!hasNextAvailable(Integer.MAX_VALUE, TimeUnit.MILLISECONDS)) {
                // Looks again: that was 24 days.
            }
            TrackedEventMessage<JournalRun> found = next;
            next = null;
            if (found == null) {
                throw new IllegalStateException("a stream of runs is used by two threads");
            }
            return found;
        }

        private boolean find() {
            if (next == null) {
                long last = Math.min(journal.lastAfter(position), position + RUN_EVENTS);
                if (last > position) {
                    next = message(new JournalRun(position, last, pages));
                    position = last;
                }
            }
            return next != null;
        }

        private TrackedEventMessage<JournalRun> message(JournalRun run) {
            GenericMessage<JournalRun> payload = new GenericMessage<>(run, Map.of());
            Instant now = Instant.now();
            return new GenericTrackedEventMessage<>(new GlobalSequenceTrackingToken(run.last()), payload, () -> now);
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
