package io.tidemark.command.axon;

import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.command.domain.DrainOrder;
import io.tidemark.messages.MovementKind;
import io.tidemark.messages.event.CreditGranted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.axonframework.common.caching.Cache;
import org.axonframework.common.caching.WeakReferenceCache;
import org.axonframework.common.lock.Lock;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.ConflictingAggregateVersionException;
import org.junit.jupiter.api.Test;

/** The repository of accounts over a real event store in memory: what it keeps, forgets, locks and saves. */
class AccountRepositoryTest {

    private static final int SNAPSHOT_EVERY = 3;

    private final EventStore store = EmbeddedEventStore.builder()
            .storageEngine(new InMemoryEventStorageEngine())
            .build();
    private final Cache cache = new WeakReferenceCache();
    private final List<String> locked = new ArrayList<>();
    private final List<String> released = new ArrayList<>();
    private final List<List<String>> readAhead = new ArrayList<>();
    private final AccountSnapshots snapshots = new AccountSnapshots(store, SNAPSHOT_EVERY);
    private final AccountRepository accounts = new AccountRepository(
            store, this::readAhead, new AccountFactory(EnumSet.allOf(DrainOrder.class)), cache, this::lock, snapshots);

    private void readAhead(Collection<String> ids) {
        assertThat(locked).containsAll(ids);
        readAhead.add(List.copyOf(ids));
    }

    private Lock lock(String id) {
        locked.add(id);
        return new Lock() {
            @Override
            public void release() {
                released.add(id);
            }

            @Override
            public boolean isHeld() {
                return true;
            }
        };
    }

    @Test
    void events_are_stored_and_the_next_unit_of_work_goes_on_from_them() {
        assertThat(grant("alice", "one")).isZero();
        KnownAccount kept = cache.get("alice");
        assertThat(kept.version()).isZero();
        assertThat(grant("alice", "two")).isEqualTo(1);
        assertThat(store.readEvents("alice").asStream()).hasSize(2);
    }

    @Test
    void an_account_that_is_not_cached_is_read_back_to_the_same_state() {
        grant("alice", "one");
        grant("alice", "two");
        KnownAccount kept = cache.get("alice");
        cache.remove("alice");
        inUnitOfWork(() -> accounts.load("alice"));
        KnownAccount read = cache.get("alice");
        assertThat(read.version()).isEqualTo(kept.version());
        assertThat(read.eventsSinceSnapshot()).isEqualTo(kept.eventsSinceSnapshot());
        assertThat(read.state()).usingRecursiveComparison().isEqualTo(kept.state());
    }

    @Test
    void of_several_accounts_those_that_are_not_cached_are_read_together_under_their_locks() {
        grant("alice", "one");
        grant("bob", "one");
        grant("carol", "one");
        cache.remove("alice");
        cache.remove("carol");
        locked.clear();
        readAhead.clear();

        Map<String, Aggregate<AccountAggregate>> loaded =
                inUnitOfWork(() -> accounts.loadAll(List.of("alice", "bob", "carol", "nobody")));

        assertThat(loaded.keySet()).containsExactly("alice", "bob", "carol", "nobody");
        assertThat(loaded.values()).extracting(Aggregate::version).containsExactly(0L, 0L, 0L, null);
        assertThat(readAhead).containsExactly(List.of("alice", "carol", "nobody"));
        assertThat(locked).containsExactly("alice", "bob", "carol", "nobody");
        assertThat(released).endsWith("alice", "bob", "carol", "nobody");
    }

    @Test
    void very_many_accounts_are_read_some_hundred_at_a_time() {
        List<String> ids = IntStream.range(0, 450).mapToObj(i -> "many-" + i).toList();

        assertThat(inUnitOfWork(() -> accounts.loadAll(ids)).keySet()).containsExactlyElementsOf(ids);
        assertThat(readAhead).extracting(List::size).containsExactly(200, 200, 50);
        assertThat(readAhead.stream().flatMap(List::stream)).containsExactlyElementsOf(ids);
    }

    @Test
    void what_a_failed_unit_of_work_did_is_forgotten() {
        grant("alice", "one");
        assertThatThrownBy(() -> inUnitOfWork(() -> {
                    apply("alice", "never");
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(cache.<String, KnownAccount>get("alice")).isNull();
        assertThat(grant("alice", "two")).isEqualTo(1);
    }

    @Test
    void who_only_looks_does_not_bring_back_what_was_forgotten_meanwhile() {
        grant("alice", "one");
        inUnitOfWork(() -> {
            Aggregate<AccountAggregate> seen = accounts.load("alice");
            cache.remove("alice");
            return seen;
        });
        assertThat(cache.<String, KnownAccount>get("alice")).isNull();
    }

    @Test
    void an_account_is_locked_once_a_unit_of_work_and_released_in_the_end() {
        inUnitOfWork(() -> {
            Aggregate<AccountAggregate> first = apply("alice", "one");
            assertThat(apply("alice", "two")).isSameAs(first);
            assertThat(released).isEmpty();
            return first;
        });
        assertThat(locked).containsExactly("alice");
        assertThat(released).containsExactly("alice");
    }

    @Test
    void an_account_that_cannot_be_read_is_released() {
        assertThatThrownBy(() -> inUnitOfWork(() -> accounts.load("nobody")))
                .isInstanceOf(AggregateNotFoundException.class);
        assertThat(released).containsExactly("nobody");
    }

    @Test
    void another_version_than_the_expected_one_is_a_conflict() {
        grant("alice", "one");
        assertThatThrownBy(() -> inUnitOfWork(() -> accounts.load("alice", 7L)))
                .isInstanceOf(ConflictingAggregateVersionException.class);
    }

    @Test
    void an_account_is_saved_after_so_many_events() {
        grant("alice", "one");
        grant("alice", "two");
        snapshots.close();

        assertThat(stored("alice")).hasOnlyElementsOfType(CreditGranted.class).hasSize(2);
    }

    @Test
    void a_saved_account_is_read_back_with_no_more_than_the_events_since() {
        for (String ref : List.of("one", "two", "three", "four")) {
            grant("alice", ref);
        }
        awaitSnapshot("alice");
        KnownAccount kept = cache.get("alice");
        cache.remove("alice");

        inUnitOfWork(() -> accounts.load("alice"));

        assertThat(stored("alice"))
                .satisfiesExactly(
                        snapshot -> assertThat(snapshot).isInstanceOf(AccountAggregate.class),
                        event -> assertThat(event).isInstanceOf(CreditGranted.class));
        KnownAccount read = cache.get("alice");
        assertThat(read).usingRecursiveComparison().isEqualTo(kept);
        assertThat(read.eventsSinceSnapshot()).isEqualTo(1);
    }

    @Test
    void an_account_with_many_lots_is_saved_more_rarely() {
        List<Integer> savedAt = new ArrayList<>();
        for (int i = 1; i <= 50; i++) {
            grant("alice", "grant-" + i);
            if (cache.<String, KnownAccount>get("alice").eventsSinceSnapshot() == 0) {
                savedAt.add(i);
            }
        }

        assertThat(savedAt).containsExactly(3, 6, 12, 24, 48);
    }

    @Test
    void an_account_that_cannot_be_saved_goes_on() {
        snapshots.close();
        for (int i = 1; i <= 2 * SNAPSHOT_EVERY; i++) {
            assertThat(grant("alice", "grant-" + i)).isEqualTo(i - 1);
        }

        assertThat(stored("alice")).hasOnlyElementsOfType(CreditGranted.class).hasSize(2 * SNAPSHOT_EVERY);
    }

    private void awaitSnapshot(String account) {
        long patienceEnds = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!(stored(account).getFirst() instanceof AccountAggregate)) {
            assertThat(System.nanoTime()).as("30 s without a snapshot").isLessThan(patienceEnds);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    private List<Object> stored(String account) {
        return store.readEvents(account).asStream().map(Message::getPayload).collect(toList());
    }

    private long grant(String account, String ref) {
        return inUnitOfWork(() -> apply(account, ref)).version();
    }

    private Aggregate<AccountAggregate> apply(String id, String ref) {
        Aggregate<AccountAggregate> account = accounts.loadOrCreate(id, () -> {
            throw new AssertionError("nothing is created");
        });
        account.execute(root -> root.record(granted(id, ref)));
        return account;
    }

    private static CreditGranted granted(String account, String ref) {
        return new CreditGranted(
                account,
                ref,
                0,
                MovementKind.GRANT,
                "mint",
                "CREDIT",
                5,
                null,
                Instant.parse("2026-03-01T12:00:00Z"),
                Map.of(),
                Map.of());
    }

    private static <T> T inUnitOfWork(Callable<T> work) {
        ResultMessage<T> result =
                DefaultUnitOfWork.startAndGet(new GenericMessage<>("test")).executeWithResult(work);
        if (result.isExceptional()) {
            if (result.exceptionResult() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(result.exceptionResult());
        }
        return result.getPayload();
    }
}
