package io.tidemark.projection.lots;

import io.tidemark.messages.query.Balance;
import io.tidemark.messages.query.GetBalance;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.axonframework.queryhandling.SubscriptionQueryMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells subscriptions to balances of a change. Runs after the commit and asks for subscriptions only then: one that was
 * opened before is told, one that is opened later reads the committed rows first. Thread-safe.
 */
final class BalanceUpdates {

    private static final Logger LOG = LoggerFactory.getLogger(BalanceUpdates.class);

    private final LotStore store;
    private final QueryUpdateEmitter emitter;
    private final InstantSource clock;

    BalanceUpdates(LotStore store, QueryUpdateEmitter emitter, InstantSource clock) {
        this.store = store;
        this.emitter = emitter;
        this.clock = clock;
    }

    /**
     * Sends the balances of those holdings that somebody has subscribed to. A subscription whose balance cannot be read
     * is ended with the reason: what was committed stays committed.
     */
    void emit(Set<Holding> changed) {
        if (changed.isEmpty() || emitter.activeSubscriptions().isEmpty()) {
            return;
        }
        Set<Holding> watched = new HashSet<>();
        for (SubscriptionQueryMessage<?, ?, ?> subscription : emitter.activeSubscriptions()) {
            if (subscription.getPayload() instanceof GetBalance query && changed.contains(holding(query))) {
                watched.add(holding(query));
            }
        }
        if (watched.isEmpty()) {
            return;
        }
        try {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            for (Balance balance : store.balances(watched, now)) {
                Holding holding = new Holding(balance.account(), balance.currency());
                emitter.emit(GetBalance.class, query -> holding(query).equals(holding), balance);
            }
        } catch (RuntimeException e) {
            LOG.warn("Cannot tell {} balance subscriptions of a change; they are ended", watched.size(), e);
            emitter.completeExceptionally(GetBalance.class, query -> watched.contains(holding(query)), e);
        }
    }

    private static Holding holding(GetBalance query) {
        return new Holding(query.account(), query.currency());
    }
}
