package io.tidemark.projection.lots;

import io.tidemark.messages.query.Balance;
import io.tidemark.messages.query.GetBalance;
import io.tidemark.projection.store.StoreListener;
import io.tidemark.projection.store.TableChanges;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.axonframework.queryhandling.SubscriptionQueryMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells subscriptions to balances of changes that are durable. Asks for subscriptions only then: one that was opened
 * before is told, one that is opened later reads the durable rows first. Balances are read on a thread of its own, so the
 * store need not wait; changes that come meanwhile are told of together. Thread-safe.
 */
public final class BalanceUpdates implements StoreListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BalanceUpdates.class);

    private final BalanceReader reader;
    private final Supplier<QueryUpdateEmitter> emitter;
    private final InstantSource clock;
    private final Set<Holding> pending = new HashSet<>();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("tidemark-balance-updates").daemon().factory());

    /**
     * Updates for the subscriptions of an emitter.
     *
     * @param dataSource gives connections of their own transaction
     * @param emitter gives the emitter, asked whenever there is something to tell
     * @param clock says which lots are valid in the balances
     */
    public BalanceUpdates(DataSource dataSource, Supplier<QueryUpdateEmitter> emitter, InstantSource clock) {
        this.reader = new BalanceReader(dataSource);
        this.emitter = emitter;
        this.clock = clock;
    }

    @Override
    public void failed(RuntimeException reason) {
        emitter.get().completeExceptionally(GetBalance.class, query -> true, reason);
    }

    @Override
    public void committed(long seq, List<TableChanges<?, ?>> changes) {
        Set<Holding> watched = watched();
        if (watched.isEmpty()) {
            return;
        }
        Set<Holding> changed = new HashSet<>();
        for (TableChanges<?, ?> table : changes) {
            for (Object row : table.changedRows()) {
                if (row instanceof LotRow lot) {
                    changed.add(new Holding(lot.key().account(), lot.currency()));
                }
            }
        }
        changed.retainAll(watched);
        note(changed);
    }

    private Set<Holding> watched() {
        Set<Holding> watched = new HashSet<>();
        for (SubscriptionQueryMessage<?, ?, ?> subscription : emitter.get().activeSubscriptions()) {
            if (subscription.getPayload() instanceof GetBalance query) {
                watched.add(holding(query));
            }
        }
        return watched;
    }

    /** All of a commit at once: a balance with two changed lots is told of once. */
    private void note(Set<Holding> changed) {
        synchronized (pending) {
            boolean isFirst = pending.isEmpty() && !changed.isEmpty();
            pending.addAll(changed);
            if (isFirst) {
                worker.execute(this::emit);
            }
        }
    }

    /** A subscription whose balance cannot be read is ended with the reason: what was committed stays committed. */
    private void emit() {
        Set<Holding> changed;
        synchronized (pending) {
            changed = Set.copyOf(pending);
            pending.clear();
        }
        try {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            for (Balance balance : reader.balances(changed, now)) {
                Holding holding = new Holding(balance.account(), balance.currency());
                emitter.get().emit(GetBalance.class, query -> holding(query).equals(holding), balance);
            }
        } catch (SQLException | RuntimeException e) {
            LOG.warn("Cannot tell {} balance subscriptions of a change; they are ended", changed.size(), e);
            emitter.get().completeExceptionally(GetBalance.class, query -> changed.contains(holding(query)), e);
        }
    }

    private static Holding holding(GetBalance query) {
        return new Holding(query.account(), query.currency());
    }

    @Override
    public void close() {
        worker.shutdown();
    }
}
