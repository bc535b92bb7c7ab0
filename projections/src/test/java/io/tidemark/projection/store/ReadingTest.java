package io.tidemark.projection.store;

import static io.tidemark.projection.store.Items.ROWS;
import static io.tidemark.projection.store.Items.read;
import static io.tidemark.projection.store.Items.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reading rows by key: what is asked of the storage, and how often. */
class ReadingTest {

    private final HeldStorage storage = new HeldStorage();
    private final List<@Nullable Item> seen = new ArrayList<>();
    private final TestStore store;

    ReadingTest() {
        storage.put(ROWS, Item.of("1", 10), Item.of("2", 20));
        this.store = new TestStore(storage, TestStore.ROOMY);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void l1_a_row_that_is_not_there_takes_one_question() {
        assertThat(store.tokens("3")).isEqualTo(-1);

        assertThat(storage.loads()).containsExactly(List.of("3"));
    }

    @Test
    void l2_rows_that_were_not_announced_are_asked_for_one_by_one() {
        store.process(items -> {
            seen.add(items.rows().get("1"));
            seen.add(items.rows().get("2"));
        });

        assertThat(seen).containsExactly(Item.of("1", 10), Item.of("2", 20));
        assertThat(storage.loads()).containsExactly(List.of("1"), List.of("2"));
    }

    @Test
    void l3_a_row_is_asked_for_once_whether_it_is_there_or_not() {
        assertThat(store.tokens("1")).isEqualTo(10);
        assertThat(store.tokens("1")).isEqualTo(10);
        assertThat(store.tokens("3")).isEqualTo(-1);
        assertThat(store.tokens("3")).isEqualTo(-1);

        assertThat(storage.loads()).containsExactly(List.of("1"), List.of("3"));
        assertThat(store.store.metrics().hits()).isEqualTo(2);
        assertThat(store.store.metrics().misses()).isEqualTo(2);
    }

    @Test
    void l4_rows_that_a_batch_announces_take_one_question() {
        store.process(read(List.of("1"), seen::add), read(List.of("2", "1", "3"), seen::add));

        assertThat(seen).containsExactly(Item.of("1", 10), Item.of("2", 20), Item.of("1", 10), null);
        assertThat(storage.loads()).containsExactly(List.of("1", "2", "3"));
    }

    @Test
    void l5_a_row_that_is_in_memory_is_not_asked_for() {
        store.process(set("4", 40), read(List.of("1"), seen::add));
        store.process(read(List.of("1", "2", "4"), seen::add));

        assertThat(storage.loads()).containsExactly(List.of("1"), List.of("2"));
        assertThat(seen).containsExactly(Item.of("1", 10), Item.of("1", 10), Item.of("2", 20), Item.of("4", 40));
    }

    @Test
    void l6_a_row_that_an_earlier_event_of_the_batch_sets_is_what_that_event_made_it() {
        store.process(set("1", 11), read(List.of("1"), seen::add));

        assertThat(storage.loads()).containsExactly(List.of("1"));
        assertThat(seen).containsExactly(Item.of("1", 11));
    }

    @Test
    void l6_a_row_that_an_earlier_event_of_the_batch_makes_need_not_be_asked_for() {
        Items.Act made = new Items.Act() {
            @Override
            public void announce(Reads reads, Items items) {
                reads.made(items.rows(), "5");
            }

            @Override
            public void apply(Items items) {
                items.rows().insert(Item.of("5", 50));
            }
        };
        store.process(made, read(List.of("5"), seen::add));

        assertThat(storage.loads()).isEmpty();
        assertThat(seen).containsExactly(Item.of("5", 50));
    }

    @Test
    void l7_each_batch_asks_for_its_own_rows() {
        store.process(read(List.of("1"), seen::add));
        store.process(read(List.of("2"), seen::add));

        assertThat(storage.loads()).containsExactly(List.of("1"), List.of("2"));
    }

    @Test
    void l17_a_row_can_be_made_if_it_is_not_there_and_demanded_to_be_there() {
        store.process(items -> {
            seen.add(items.rows().getOrCreate("1", id -> Item.of(id, 99)));
            seen.add(items.rows().getOrCreate("3", id -> Item.of(id, 30)));
            seen.add(items.rows().getOrThrow("3", () -> "3 is lost"));
        });
        assertThat(seen).containsExactly(Item.of("1", 10), Item.of("3", 30), Item.of("3", 30));
        assertThat(store.flush()).isTrue();
        assertThat(storage.rowsOf(ROWS).get("3")).isEqualTo(Item.of("3", 30));

        assertThatExceptionOfType(StoreFailedException.class)
                .isThrownBy(() -> store.process(items -> items.rows().getOrThrow("4", () -> "4 is lost")))
                .withMessage("the projection 'test' has failed: 4 is lost");
    }

    @Test
    void l18_a_read_that_fails_is_tried_again() {
        storage.failReads(3);
        store.process(read(List.of("1"), seen::add));
        storage.failReads(3);
        store.process(items -> seen.addAll(items.rows().getWhere(Filter.equal(Items.TOKENS, 20L))));

        assertThat(seen).containsExactly(Item.of("1", 10), Item.of("2", 20));
        assertThat(store.failures).isEmpty();
        assertThat(store.store.metrics().retries()).isEqualTo(6);
    }

    @Test
    void l18_a_read_that_goes_on_failing_ends_the_store_as_something_that_may_pass() {
        storage.failReads(Integer.MAX_VALUE);

        assertThatExceptionOfType(StoreFailedException.class)
                .isThrownBy(() -> store.process(read(List.of("1"), seen::add)))
                .withMessageContaining("the connection is lost");
        assertThat(store.failures)
                .singleElement()
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.TRANSIENT));
    }

    @Test
    void l18_a_store_that_is_closed_does_not_go_on_trying_to_read() {
        storage.failReads(Integer.MAX_VALUE);
        StoreSettings slow = new StoreSettings(
                10, 10_000, 1, TestStore.ROOMY.metadataInterval(), Duration.ofSeconds(100), Duration.ZERO);
        TestStore patient = new TestStore(storage, slow);
        Thread reading = TestStore.inBackground(() -> assertThatExceptionOfType(StoreFailedException.class)
                .isThrownBy(() -> patient.process(read(List.of("1"), seen::add))));
        storage.readDoor().awaitSomebodyPassed();

        patient.close();
        TestStore.awaitEnd(reading);
    }

    @Test
    void l19_announcing_changes_nothing() {
        Items.Act rash = new Items.Act() {
            @Override
            public void announce(Reads reads, Items items) {
                items.rows().set(Item.of("1", 99));
            }

            @Override
            public void apply(Items items) {}
        };

        assertThatExceptionOfType(StoreFailedException.class)
                .isThrownBy(() -> store.process(rash))
                .withMessageContaining("test.item is changed while no event is applied");
        assertThat(storage.tries()).isEmpty();
    }

    @Test
    void l22_tables_are_not_changed_after_the_event_was_applied() {
        Items tables = store.ask(items -> items);

        assertThatIllegalStateException()
                .isThrownBy(() -> tables.rows().set(Item.of("1", 99)))
                .withMessageContaining("a handler changes rows in apply only");
        assertThatIllegalStateException().isThrownBy(() -> tables.log().append("line"));
        assertThat(store.flush()).isTrue();
        assertThat(storage.rowsOf(ROWS)).containsValue(Item.of("1", 10));
    }

    @Test
    void the_writer_goes_on_while_a_read_waits() {
        store.process(set("4", 40));
        assertThat(store.flush()).isTrue();
        storage.readDoor().close();
        storage.writeDoor().close();
        store.process(set("4", 41));
        Thread reading = TestStore.inBackground(() -> store.process(read(List.of("1"), seen::add)));
        storage.readDoor().awaitSomebody();
        storage.writeDoor().open();
        TestStore.awaitWaiting(reading);
        while (store.store.committed() < 3) {
            Thread.onSpinWait();
        }
        storage.readDoor().open();

        TestStore.awaitEnd(reading);
        assertThat(seen).containsExactly(Item.of("1", 10));
    }
}
