package io.tidemark.projection.store;

import static io.tidemark.projection.store.Items.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tidemark.projection.store.HeldStorage.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A store that ends, for good or ill, ends at once and for everybody. */
class StoreEndTest {

    @Test
    void a_store_is_closed_although_its_storage_is_gone() {
        HeldStorage storage = new HeldStorage();
        storage.next(Stream.generate(() -> Outcome.NOT_DONE).limit(100_000).toArray(Outcome[]::new));
        StoreSettings patient =
                new StoreSettings(100, 1_000_000, 1, Duration.ofSeconds(60), Duration.ofSeconds(100), Duration.ZERO);
        TestStore store = new TestStore(storage, patient);
        store.process(set("a", 1));
        storage.writeDoor().awaitSomebodyPassed();

        TestStore.awaitEnd(TestStore.inBackground(store::close));
        assertThat(store.failures).isEmpty();
        assertThat(store.store.committed()).isZero();
    }

    @Test
    void a_store_is_closed_although_nobody_can_say_where_its_rows_stand() {
        HeldStorage storage = new HeldStorage();
        storage.next(Outcome.DONE_UNTOLD);
        storage.failPositions(Integer.MAX_VALUE);
        TestStore store = new TestStore(storage, TestStore.ROOMY);
        store.process(set("a", 1));
        storage.writeDoor().awaitSomebodyPassed();

        TestStore.awaitEnd(TestStore.inBackground(store::close));
        assertThat(store.failures).isEmpty();
        assertThat(storage.rowsOf(Items.ROWS)).hasSize(1);
    }

    @Test
    void closing_waits_for_the_write_that_is_under_way() {
        HeldStorage storage = new HeldStorage();
        storage.writeDoor().close();
        TestStore store = new TestStore(storage, TestStore.ROOMY);
        store.process(set("a", 1));
        storage.writeDoor().awaitSomebody();
        Thread closing = TestStore.inBackground(store.store::close);
        TestStore.awaitWaiting(closing);
        storage.writeDoor().open();

        TestStore.awaitEnd(closing);
        assertThat(storage.rowsOf(Items.ROWS)).hasSize(1);
        assertThat(store.store.committed()).isEqualTo(1);
    }

    @Test
    void a_closed_store_processes_nothing() {
        TestStore store = new TestStore();
        store.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> store.process(set("a", 1)))
                .withMessageContaining("the store of 'test' is closed");
        assertThat(store.flush()).isTrue();
    }

    @Test
    void an_error_in_the_writer_ends_the_store_and_nobody_hangs() {
        BrokenStorage storage = new BrokenStorage();
        List<RuntimeException> failures = new CopyOnWriteArrayList<>();
        try (ProjectionStore<Items.Act> store =
                ProjectionStore.open(Items.projection(), storage, TestStore.ROOMY, failures::add)) {
            Thread processing = TestStore.inBackground(() -> assertThatExceptionOfType(StoreFailedException.class)
                    .isThrownBy(() -> {
                        for (long seq = 1; ; seq++) {
                            store.process(List.of(new PositionedEvent<>(seq, Instant.EPOCH, set("a" + seq, seq))));
                        }
                    }));
            TestStore.awaitEnd(processing);
            assertThat(failures)
                    .singleElement()
                    .satisfies(reason -> assertThat(reason).hasMessageContaining("the heap is full"));
        }
    }

    @Test
    void an_error_in_a_handler_ends_the_store_so_that_no_half_batch_is_written() {
        try (TestStore store = new TestStore()) {
            assertThatExceptionOfType(StoreFailedException.class)
                    .isThrownBy(() -> store.process(set("a", 1), items -> {
                        throw new StackOverflowError("too deep");
                    }));
            assertThatExceptionOfType(StoreFailedException.class).isThrownBy(() -> store.process(set("b", 1)));
            assertThat(store.failures).hasSize(1);
            assertThat(store.storage.tries()).isEmpty();
        }
    }

    @Test
    void a_failure_of_both_sides_is_told_once() {
        HeldStorage storage = new HeldStorage();
        storage.writeDoor().close();
        storage.next(Outcome.REFUSED);
        try (TestStore store = new TestStore(storage, TestStore.ROOMY)) {
            store.process(set("a", 1));
            storage.writeDoor().awaitSomebody();
            assertThatExceptionOfType(StoreFailedException.class)
                    .isThrownBy(() -> store.process(items -> {
                        throw new IllegalStateException("the event makes no sense");
                    }));
            storage.writeDoor().open();
            TestStore.pause(20);

            assertThat(store.failures)
                    .singleElement()
                    .satisfies(reason -> assertThat(reason).hasMessage("the event makes no sense"));
            assertThat(store.store.failure()).isSameAs(store.failures.getFirst());
        }
    }

    @Test
    void a_listener_in_trouble_does_not_end_the_store() {
        HeldStorage storage = new HeldStorage();
        StoreListener troubled = new StoreListener() {
            @Override
            public void failed(RuntimeException reason) {
                throw new IllegalStateException("not to be told", reason);
            }

            @Override
            public void committed(long seq, List<TableChanges<?, ?>> changes) {
                throw new IllegalStateException("not to be told");
            }
        };
        try (ProjectionStore<Items.Act> store =
                ProjectionStore.open(Items.projection(), storage, TestStore.ROOMY, troubled)) {
            store.process(List.of(new PositionedEvent<>(1, Instant.EPOCH, set("a", 1))));
            assertThat(store.flush(Duration.ofSeconds(30))).isTrue();
            store.process(List.of(new PositionedEvent<>(2, Instant.EPOCH, set("a", 2))));
            assertThat(store.flush(Duration.ofSeconds(30))).isTrue();
            assertThat(store.failure()).isNull();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A storage whose writes meet an error that is no exception. */
    private static final class BrokenStorage implements ProjectionStorage {

        @Override
        public StoredPosition claim() {
            return new StoredPosition(0, 1, 0);
        }

        @Override
        public StoredPosition position() {
            return claim();
        }

        @Override
        public void write(CapturedWrite write) {
            throw new OutOfMemoryError("the heap is full");
        }

        @Override
        public <K, R> List<R> load(TableDefinition<K, R> table, Collection<K> keys) {
            return List.of();
        }

        @Override
        public <K, R> List<R> find(TableDefinition<K, R> table, Filter<R> filter) {
            return List.of();
        }

        @Override
        public <K, R> long count(TableDefinition<K, R> table, Filter<R> filter) {
            return 0;
        }

        @Override
        public <K, R> List<R> keep(TableDefinition<K, R> table, List<R> rows, boolean replaces) {
            return rows;
        }
    }
}
