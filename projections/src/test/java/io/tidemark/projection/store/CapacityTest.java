package io.tidemark.projection.store;

import static io.tidemark.projection.store.Items.ROWS;
import static io.tidemark.projection.store.Items.log;
import static io.tidemark.projection.store.Items.read;
import static io.tidemark.projection.store.Items.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.projection.store.HeldStorage.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Room in memory: who leaves, in which order, and who waits. */
class CapacityTest {

    private final HeldStorage storage = new HeldStorage();

    @Test
    void k1_rows_that_the_store_wrote_leave_first_and_loaded_ones_stay() {
        storage.put(ROWS, Item.of("loaded", 1));
        try (TestStore store = TestStore.withRoomFor(4, storage)) {
            store.process(read(List.of("loaded"), item -> {}));
            store.process(set("a", 1), set("b", 1), set("c", 1));
            assertThat(store.flush()).isTrue();
            store.process(items -> {});

            assertThat(store.store.objects()).isEqualTo(1);
            assertThat(store.store.metrics().evictedCommitted()).isEqualTo(3);
            assertThat(store.store.metrics().evictedLoaded()).isZero();
            assertThat(store.store.metrics().waits()).isZero();
            assertThat(store.store.metrics().stallNanos()).isPositive();
            assertThat(store.tokens("loaded")).isEqualTo(1);
            assertThat(storage.loads()).containsExactly(List.of("loaded"));
        }
    }

    @Test
    void k1_finished_rows_leave_before_all_others_and_are_never_asked_for() {
        try (TestStore store = TestStore.withRoomFor(10, storage)) {
            List<Items.Act> acts = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                Item item = new Item("spent" + i, "owner", 0, i > 0, null, "here");
                acts.add(items -> items.rows().insert(item));
            }
            store.process(acts.toArray(Items.Act[]::new));
            assertThat(store.flush()).isTrue();

            assertThat(store.tokens("spent0")).isZero();
            assertThat(store.tokens("another")).isEqualTo(-1);
            assertThat(store.store.objects()).isEqualTo(1);
            assertThat(store.store.metrics().evictedFinished()).isEqualTo(9);
            assertThat(store.store.metrics().evictedCommitted()).isZero();
            assertThat(storage.loads()).isEmpty();
        }
    }

    @Test
    void finished_rows_that_left_still_meet_conditions_and_can_be_changed() {
        try (TestStore store = TestStore.withRoomFor(10, storage)) {
            List<Items.Act> acts = new ArrayList<>(List.of(set("open", "ann", 2)));
            for (int i = 1; i < 10; i++) {
                Item item = new Item("spent" + i, i < 9 ? "bob" : "ann", 1, true, null, "here");
                acts.add(items -> items.rows().insert(item));
            }
            store.process(acts.toArray(Items.Act[]::new));
            assertThat(store.flush()).isTrue();
            store.process(Items.delete("spent1"));
            assertThat(store.store.metrics().evictedFinished()).isEqualTo(9);
            assertThat(store.store.metrics().evictedCommitted()).isZero();

            assertThat(store.where(Filter.equal(Items.OWNER, "ann")))
                    .extracting(Item::id)
                    .containsExactlyInAnyOrder("open", "spent9");
            assertThat(store.flush()).isTrue();
            assertThat(storage.rowsOf(ROWS)).hasSize(9).doesNotContainKey("spent1");
        }
    }

    @Test
    void k2_loaded_rows_leave_if_nothing_else_can() {
        storage.put(ROWS, Item.of("a", 1), Item.of("b", 1));
        try (TestStore store = TestStore.withRoomFor(3, storage)) {
            store.process(read(List.of("a", "b", "not there"), item -> {}));
            assertThat(store.store.objects()).isEqualTo(3);
            store.process(items -> {});

            assertThat(store.store.objects()).isZero();
            assertThat(store.store.metrics().evictedLoaded()).isEqualTo(3);
            assertThat(store.store.metrics().waits()).isZero();
            assertThat(store.tokens("a")).isEqualTo(1);
            assertThat(storage.loads()).hasSize(2);
        }
    }

    @Test
    void k3_processing_waits_for_the_writer_if_nothing_in_memory_is_durable() {
        storage.writeDoor().close();
        try (TestStore store = TestStore.withRoomFor(2, storage)) {
            store.process(set("a", 1));
            storage.writeDoor().awaitSomebody();
            store.process(set("b", 1));
            Thread processing = TestStore.inBackground(() -> store.process(set("c", 1)));
            TestStore.awaitWaiting(processing);
            assertThat(store.store.processed()).isEqualTo(2);
            assertThat(store.store.metrics().waits()).isEqualTo(1);

            storage.writeDoor().letOnePass();
            TestStore.awaitEnd(processing);
            assertThat(store.store.processed()).isEqualTo(3);
            assertThat(store.store.committed()).isEqualTo(1);
            assertThat(store.store.metrics().stallNanos()).isPositive();
        }
    }

    @Test
    void k3_a_write_that_is_under_way_counts_and_is_waited_for() {
        storage.writeDoor().close();
        try (TestStore store = TestStore.withRoomFor(2, storage)) {
            store.process(log("one"), log("two"));
            storage.writeDoor().awaitSomebody();
            assertThat(store.store.queueDepth()).isZero();
            Thread processing = TestStore.inBackground(() -> store.process(log("three")));
            TestStore.awaitWaiting(processing);
            assertThat(store.store.objects()).isEqualTo(2);

            storage.writeDoor().open();
            TestStore.awaitEnd(processing);
            assertThat(store.flush()).isTrue();
            assertThat(storage.appendedTo(Items.LOG)).containsExactly("one", "two", "three");
        }
    }

    @Test
    void k3_rows_that_wait_for_more_of_their_kind_are_written_when_there_is_no_room() {
        StoreSettings lazy = new StoreSettings(
                3,
                Long.MAX_VALUE,
                1_000,
                TestStore.ROOMY.metadataInterval(),
                TestStore.ROOMY.longestBackOff(),
                Duration.ZERO);
        try (TestStore store = new TestStore(storage, lazy)) {
            for (int i = 0; i < 30; i++) {
                store.process(set("row" + i, i));
            }
            assertThat(store.store.committed()).isGreaterThanOrEqualTo(27);
            assertThat(store.store.objects()).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void k4_processing_goes_on_if_nothing_is_going_to_become_durable() {
        try (TestStore store = TestStore.withRoomFor(1, storage)) {
            AtomicReference<List<Item>> some = new AtomicReference<>();
            store.process(set("a", 1), set("b", 2), set("c", 3));
            store.process(items -> some.set(List.of(items.rows().getOrThrow("a", () -> "a is lost"))));

            assertThat(some.get()).containsExactly(Item.of("a", 1));
            assertThat(store.flush()).isTrue();
        }
    }

    @Test
    void k5_the_wait_ends_if_the_write_fails() {
        storage.writeDoor().close();
        storage.next(Outcome.REFUSED);
        try (TestStore store = TestStore.withRoomFor(1, storage)) {
            store.process(set("a", 1));
            storage.writeDoor().awaitSomebody();
            Thread processing = TestStore.inBackground(() ->
                    assertThatExceptionOfType(StoreFailedException.class).isThrownBy(() -> store.process(set("b", 1))));
            TestStore.awaitWaiting(processing);
            storage.writeDoor().open();

            TestStore.awaitEnd(processing);
            assertThat(store.store.processed()).isEqualTo(1);
            assertThat(store.failures).hasSize(1);
        }
    }

    @Test
    void k5_the_wait_ends_if_the_store_is_closed() {
        storage.writeDoor().close();
        TestStore store = TestStore.withRoomFor(1, storage);
        store.process(set("a", 1));
        storage.writeDoor().awaitSomebody();
        Thread processing = TestStore.inBackground(() -> assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> store.process(set("b", 1)))
                .withMessageContaining("is closed"));
        TestStore.awaitWaiting(processing);

        store.close();
        TestStore.awaitEnd(processing);
    }

    @Test
    void k6_there_is_no_stall_while_there_is_room() {
        storage.writeDoor().close();
        try (TestStore store = TestStore.withRoomFor(3, storage)) {
            store.process(set("a", 1));
            store.process(set("b", 1));
            store.process(set("a", 2));

            assertThat(store.store.metrics().stallNanos()).isZero();
            assertThat(store.store.metrics().waits()).isZero();
        }
    }

    @Test
    void k7_conditions_are_asked_again_after_rows_have_left_and_memory_still_wins() {
        storage.put(ROWS, Item.of("a", "ann", 1), Item.of("b", "ann", 1));
        Filter<Item> ofAnn = Filter.equal(Items.OWNER, "ann");
        try (TestStore store = TestStore.withRoomFor(3, storage)) {
            assertThat(store.where(ofAnn)).hasSize(2);
            assertThat(store.flush()).isTrue();
            storage.writeDoor().close();
            store.process(set("b", "bob", 1), set("c", "ann", 1));
            AtomicReference<List<Item>> again = new AtomicReference<>(List.of());
            store.process(Items.readWhere(ofAnn, again::set));

            assertThat(again.get()).containsExactlyInAnyOrder(Item.of("a", "ann", 1), Item.of("c", "ann", 1));
            assertThat(storage.finds()).hasSize(2);
            assertThat(store.store.metrics().evictedLoaded()).isEqualTo(1);
        }
    }

    @Test
    void bytes_count_like_rows() {
        StoreSettings small = new StoreSettings(
                1_000, 250, 1, TestStore.ROOMY.metadataInterval(), TestStore.ROOMY.longestBackOff(), Duration.ZERO);
        storage.writeDoor().close();
        try (TestStore store = new TestStore(storage, small)) {
            store.process(set("a", 1), set("b", 1));
            storage.writeDoor().awaitSomebody();
            assertThat(store.store.bytes()).isEqualTo(200);
            store.process(log("x"), log("y"), log("z"), log("w"), log("v"));
            assertThat(store.store.bytes()).isEqualTo(250);
            Thread processing = TestStore.inBackground(() -> store.process(items -> {}));
            TestStore.awaitWaiting(processing);
            storage.writeDoor().letOnePass();

            TestStore.awaitEnd(processing);
            assertThat(store.store.bytes()).isEqualTo(50);
        }
    }
}
