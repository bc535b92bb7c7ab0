package io.tidemark.command.axon;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves accounts, so that whoever loads one has few events to fold. Axon's own snapshotter would read an account back
 * from the journal and fold it once more; what is saved here is what is in memory, which its last command left. One
 * account is saved at a time, on a thread of its own, and none twice at once. Thread-safe.
 */
public final class AccountSnapshots implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AccountSnapshots.class);
    /** Open lots that are saved for each event at most. With 1, an account that is only granted would be saved but once. */
    private static final int LOTS_PER_EVENT = 2;

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private final EventStore events;
    private final int every;
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("tidemark-snapshots").daemon().factory());
    private volatile boolean isClosed;

    /**
     * Snapshots of accounts.
     *
     * @param events keeps them
     * @param every after how many events an account is saved; one with more than twice as many open lots, after half as
     *     many events as it has lots
     */
    public AccountSnapshots(EventStore events, int every) {
        this.events = events;
        this.every = every;
    }

    /**
     * Whether an account is to be saved. A snapshot is the dearer the more open lots there are; if it is the rarer too, it
     * costs an event the same, and who loads the account has still less to fold than to read.
     */
    boolean isDue(KnownAccount account) {
        long events = account.eventsSinceSnapshot();
        return events >= every && events * LOTS_PER_EVENT >= account.state().openLots();
    }

    /** Saves an account some time, unless it waits to be saved already. Its events are stored. Returns at once. */
    void save(String id, KnownAccount account) {
        if (!waiting.add(id)) {
            return;
        }
        try {
            thread.execute(() -> store(id, account));
        } catch (RejectedExecutionException e) {
            LOG.debug("account '{}' is not saved any more, since the ledger stops", id, e);
        }
    }

    private void store(String id, KnownAccount account) {
        try {
            if (!isClosed) {
                events.storeSnapshot(new GenericDomainEventMessage<>(
                        AccountAggregate.TYPE, id, account.version(), new AccountAggregate(id, account.state())));
            }
        } catch (RuntimeException e) {
            LOG.warn("account '{}' is not saved, which only costs those time who load it: {}", id, e.getMessage());
        } finally {
            waiting.remove(id);
        }
    }

    /** Ends the one that is being saved, and saves no more. */
    @Override
    public void close() {
        isClosed = true;
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOP_PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn("an account is still being saved after {} s", STOP_PATIENCE.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
