package io.tidemark.command.axon;

import io.tidemark.command.domain.Account;
import io.tidemark.messages.event.AccountEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.axonframework.common.caching.Cache;
import org.axonframework.common.lock.LockFactory;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.ScopeDescriptor;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.ConflictingAggregateVersionException;
import org.axonframework.modelling.command.Repository;
import org.jspecify.annotations.Nullable;

/**
 * Axon's repository of accounts. Does what Axon's own caching event sourcing repository does, for one kind of aggregate
 * whose state is immutable: it keeps states, not aggregates, folds events without looking handlers up, and follows a
 * unit of work with one callback a phase, however many accounts take part. Thread-safe.
 *
 * <p>What is cached is put before the events are appended, so that whoever gets the lock next goes on from it, and is
 * forgotten when the unit of work is rolled back.
 */
public final class AccountRepository implements Accounts, Repository<AccountAggregate> {

    /** A message may have 10,000 accounts. What was read of so many would be in memory beside what was made of it. */
    private static final int READ_TOGETHER = 200;

    private final EventStore events;
    private final Consumer<Collection<String>> readAhead;
    private final AccountFactory factory;
    private final Cache cache;
    private final LockFactory locks;
    private final AccountSnapshots snapshots;

    /**
     * A repository.
     *
     * @param readAhead is told which accounts are read next from the events, so that they can be fetched together
     * @param cache keeps states; whoever knows that some are wrong may remove them
     * @param locks let one unit of work at a time have an account
     * @param snapshots saves accounts after so many events
     */
    public AccountRepository(
            EventStore events,
            Consumer<Collection<String>> readAhead,
            AccountFactory factory,
            Cache cache,
            LockFactory locks,
            AccountSnapshots snapshots) {
        this.events = events;
        this.readAhead = readAhead;
        this.factory = factory;
        this.cache = cache;
        this.locks = locks;
        this.snapshots = snapshots;
    }

    /**
     * {@inheritDoc}
     *
     * @throws AggregateNotFoundException if it has no events
     */
    @Override
    public Aggregate<AccountAggregate> load(String aggregateIdentifier) {
        LiveAccount account = live(aggregateIdentifier);
        if (account.version() == null) {
            throw new AggregateNotFoundException(aggregateIdentifier, "the account has no events");
        }
        return account;
    }

    /**
     * {@inheritDoc}
     *
     * @throws ConflictingAggregateVersionException if it is at another version than the expected one
     */
    @Override
    public Aggregate<AccountAggregate> load(String aggregateIdentifier, @Nullable Long expectedVersion) {
        Aggregate<AccountAggregate> account = load(aggregateIdentifier);
        if (expectedVersion != null && !expectedVersion.equals(account.version())) {
            throw new ConflictingAggregateVersionException(aggregateIdentifier, expectedVersion, account.version());
        }
        return account;
    }

    /** {@inheritDoc} An account without events is like a new one, so nothing has to be created. */
    @Override
    public Aggregate<AccountAggregate> loadOrCreate(String aggregateIdentifier, Callable<AccountAggregate> create) {
        return live(aggregateIdentifier);
    }

    @Override
    public Aggregate<AccountAggregate> newInstance(Callable<AccountAggregate> factoryMethod) throws Exception {
        return live(factoryMethod.call().id());
    }

    @Override
    public Map<String, Aggregate<AccountAggregate>> loadAll(Collection<String> ids) {
        AccountsInUse inUse = AccountsInUse.of(CurrentUnitOfWork.get(), this);
        takeIntoUse(ids, inUse);
        Map<String, Aggregate<AccountAggregate>> loaded = LinkedHashMap.newLinkedHashMap(ids.size());
        ids.forEach(id -> loaded.put(id, inUse.get(id)));
        return loaded;
    }

    private LiveAccount live(String id) {
        AccountsInUse inUse = AccountsInUse.of(CurrentUnitOfWork.get(), this);
        takeIntoUse(List.of(id), inUse);
        return inUse.get(id);
    }

    private void takeIntoUse(Collection<String> ids, AccountsInUse inUse) {
        List<String> unknown = new ArrayList<>();
        for (String id : ids) {
            if (!inUse.has(id)) {
                inUse.lock(id, locks);
                KnownAccount cached = cache.get(id);
                if (cached == null) {
                    unknown.add(id);
                } else {
                    inUse.add(new LiveAccount(id, cached, false, events));
                }
            }
        }
        for (int from = 0; from < unknown.size(); from += READ_TOGETHER) {
            List<String> together = unknown.subList(from, Math.min(unknown.size(), from + READ_TOGETHER));
            readAhead.accept(together);
            together.forEach(id -> inUse.add(new LiveAccount(id, read(id), true, events)));
        }
    }

    private KnownAccount read(String id) {
        Account state = factory.empty();
        long version = -1;
        int count = 0;
        for (DomainEventStream stored = events.readEvents(id); stored.hasNext(); ) {
            DomainEventMessage<?> message = stored.next();
            version = message.getSequenceNumber();
            switch (message.getPayload()) {
                case AccountEvent event -> {
                    state = state.apply(event);
                    count++;
                }
                case AccountAggregate snapshot -> state = snapshot.account();
                default ->
                    throw new EventStoreException("the stream of account '" + id + "' has something else than its"
                            + " events: " + message.getPayloadType().getName());
            }
        }
        return new KnownAccount(state, version, count);
    }

    /** Before the events of a unit of work are appended. */
    void remember(LiveAccount account) {
        if (!account.isNews()) {
            return;
        }
        KnownAccount known = account.known();
        boolean isDue = snapshots.isDue(known);
        cache.put(account.id(), isDue ? known.saved() : known);
        if (isDue) {
            CurrentUnitOfWork.get().afterCommit(committed -> snapshots.save(account.id(), known));
        }
    }

    /** After a unit of work failed. */
    void forget(LiveAccount account) {
        cache.remove(account.id());
    }

    /** {@inheritDoc} Accounts have no deadlines. */
    @Override
    public boolean canResolve(ScopeDescriptor scopeDescription) {
        return false;
    }

    @Override
    public void send(Message<?> message, ScopeDescriptor scopeDescription) {
        throw new UnsupportedOperationException("an account handles no messages: " + message.getPayloadType());
    }
}
