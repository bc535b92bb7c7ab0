package io.tidemark.projection.store;

import static io.tidemark.projection.store.Items.ROWS;
import static io.tidemark.projection.store.Items.delete;
import static io.tidemark.projection.store.Items.log;
import static io.tidemark.projection.store.Items.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tidemark.projection.store.HeldStorage.Outcome;
import io.tidemark.projection.store.TableChanges.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Writing in the background, while events are processed. */
class ConcurrentWriteTest {

    private final HeldStorage storage = new HeldStorage();
    private final TestStore store = new TestStore(storage, TestStore.ROOMY);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void c1_a_row_that_is_made_again_while_its_deletion_is_written_has_each_version_once() {
        store.process(true, items -> {}, set("1", 10));
        assertThat(store.flush()).isTrue();
        storage.writeDoor().close();
        store.process(true, delete("1"));
        storage.writeDoor().awaitSomebody();
        store.process(true, set("1", 30));
        storage.writeDoor().open();

        assertThat(store.flush()).isTrue();
        assertThat(store.failures).isEmpty();
        assertThat(storage.historyOf(ROWS))
                .containsExactly(
                        new Version<>("1", Item.of("1", 10), 2),
                        new Version<>("1", null, 3),
                        new Version<>("1", Item.of("1", 30), 4));
        assertThat(storage.rowsOf(ROWS)).containsOnlyKeys("1").containsValue(Item.of("1", 30));
    }

    @Test
    void c2_a_row_that_a_later_batch_only_reads_is_neither_asked_for_nor_written_again() {
        store.process(true, items -> {
            items.rows().set(Item.of("untouched", 1));
            items.rows().set(Item.of("updated", 1));
        });
        assertThat(store.flush()).isTrue();
        store.process(true, items -> {});
        store.process(
                true,
                items -> items.rows()
                        .set(Item.of(
                                "updated",
                                items.rows()
                                        .getOrThrow("untouched", () -> "lost")
                                        .tokens())));
        assertThat(store.flush()).isTrue();

        assertThat(storage.loads()).isEmpty();
        assertThat(storage.historyOf(ROWS))
                .extracting(version -> version.key() + "@" + version.seq())
                .containsExactly("untouched@1", "updated@1", "updated@3");
    }

    @Test
    void c3_a_write_never_mixes_batches_with_and_without_history() {
        storage.writeDoor().close();
        store.process(set("first", 1));
        storage.writeDoor().awaitSomebody();
        store.process(false, set("a", 1));
        store.process(false, set("a", 2));
        store.process(true, set("a", 3));
        assertThat(store.store.queueDepth()).isEqualTo(2);
        storage.writeDoor().open();
        assertThat(store.flush()).isTrue();

        assertThat(storage.writes())
                .extracting(write -> write.after().watermark())
                .containsExactly(1L, 3L, 4L);
        assertThat(storage.historyOf(ROWS)).containsExactly(new Version<>("a", Item.of("a", 3), 4));
        assertThat(store.store.metrics().writtenBatches()).isEqualTo(4);
        assertThat(store.store.metrics().writes()).isEqualTo(3);
    }

    @Test
    void c4_after_a_write_failed_nothing_is_written_and_nobody_waits() {
        store.process(set("a", 1));
        assertThat(store.flush()).isTrue();
        storage.next(Outcome.REFUSED);
        store.process(set("a", 2));

        assertThat(store.flush()).isFalse();
        assertThat(store.failures).singleElement().isInstanceOf(StorageException.class);
        assertThat(store.store.failure()).isSameAs(store.failures.getFirst());
        assertThatExceptionOfType(StoreFailedException.class)
                .isThrownBy(() -> store.process(set("a", 3)))
                .withMessage("the projection 'test' has failed: the write is refused");
        assertThat(store.flush()).isFalse();
        assertThat(store.store.committed()).isEqualTo(1);
        assertThat(store.committed).containsExactly(1L);
        assertThat(storage.tries()).hasSize(2);
        assertThat(storage.rowsOf(ROWS)).containsValue(Item.of("a", 1));
    }

    @Test
    void batches_that_are_processed_during_a_write_are_written_together() {
        storage.writeDoor().close();
        store.process(set("a", 1));
        storage.writeDoor().awaitSomebody();
        for (int tokens = 2; tokens <= 10; tokens++) {
            store.process(set("a", tokens), log("line"));
        }
        storage.writeDoor().open();
        assertThat(store.flush()).isTrue();

        assertThat(storage.writes())
                .extracting(write -> write.after().watermark())
                .containsExactly(1L, 19L);
        assertThat(storage.appendedTo(Items.LOG)).hasSize(9);
        assertThat(store.store.metrics().writtenRows()).isEqualTo(11);
    }

    @Test
    void processing_does_not_wait_for_a_write() {
        storage.writeDoor().close();
        store.process(set("a", 1));
        storage.writeDoor().awaitSomebody();

        assertThat(store.tokens("a")).isEqualTo(1);
        assertThat(store.store.processed()).isEqualTo(2);
        assertThat(store.store.committed()).isZero();
        assertThat(storage.loads()).isEmpty();
    }

    @Test
    void a_write_whose_outcome_nobody_told_is_looked_up_and_happens_once() {
        storage.next(Outcome.DONE_UNTOLD, Outcome.NOT_DONE, Outcome.DONE_UNTOLD);
        storage.failPositions(2);
        store.process(set("a", 1), log("one"));
        assertThat(store.flush()).isTrue();
        store.process(set("a", 2), log("two"));
        assertThat(store.flush()).isTrue();

        assertThat(storage.writes())
                .extracting(write -> write.after().watermark())
                .containsExactly(2L, 4L);
        assertThat(storage.tries()).hasSize(3);
        assertThat(storage.tries().get(1)).isSameAs(storage.tries().get(2));
        assertThat(storage.appendedTo(Items.LOG)).containsExactly("one", "two");
        assertThat(store.store.metrics().retries()).isEqualTo(1);
        store.close();
        assertThat(store.committed).containsExactly(2L, 4L);
    }

    @Test
    void an_owner_that_was_replaced_gives_up_and_changes_nothing() {
        store.process(set("a", 1));
        assertThat(store.flush()).isTrue();
        try (TestStore other = new TestStore(storage, TestStore.ROOMY)) {
            other.process(set("a", 2));
            assertThat(other.flush()).isTrue();
            store.process(set("a", 3));

            assertThat(store.flush()).isFalse();
            assertThat(store.failures)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.LOST));
            assertThat(other.tokens("a")).isEqualTo(2);
            assertThat(storage.rowsOf(ROWS)).containsValue(Item.of("a", 2));
        }
    }

    @Test
    void what_was_not_durable_is_processed_again_by_the_next_owner() {
        store.process(set("a", 1));
        assertThat(store.flush()).isTrue();
        storage.next(Outcome.REFUSED);
        store.process(set("a", 2), log("lost"));
        assertThat(store.flush()).isFalse();
        store.close();

        try (TestStore next = new TestStore(storage, TestStore.ROOMY)) {
            assertThat(next.store.processed()).isEqualTo(1);
            next.process(set("a", 2), log("kept"));
            assertThat(next.flush()).isTrue();
        }
        assertThat(storage.rowsOf(ROWS)).containsValue(Item.of("a", 2));
        assertThat(storage.appendedTo(Items.LOG)).containsExactly("kept");
    }

    @Test
    void a_batch_that_fails_half_way_leaves_nothing_of_itself() {
        store.process(set("a", 1));
        assertThat(store.flush()).isTrue();

        assertThatExceptionOfType(StoreFailedException.class)
                .isThrownBy(() -> store.process(set("a", 2), items -> {
                    throw new IllegalStateException("the event makes no sense");
                }))
                .withMessageContaining("the event makes no sense");
        assertThat(store.failures).hasSize(1);
        assertThat(store.flush()).isTrue();
        assertThat(storage.rowsOf(ROWS)).containsValue(Item.of("a", 1));
        assertThat(storage.writes()).hasSize(1);
    }

    @Test
    void events_that_repeat_or_leave_a_gap_are_refused_and_do_no_harm() {
        store.process(set("a", 1));
        PositionedEvent<Items.Act> late = new PositionedEvent<>(3, Instant.EPOCH, null);

        assertThatIllegalStateException()
                .isThrownBy(() -> store.store.process(List.of(late)))
                .withMessageContaining("got seq 3 where seq 2 comes next");
        store.process(set("a", 2));
        assertThat(store.flush()).isTrue();
        assertThat(storage.rowsOf(ROWS)).containsValue(Item.of("a", 2));
    }

    @Test
    void a_batch_without_events_is_refused_and_does_no_harm() {
        assertThatIllegalArgumentException().isThrownBy(() -> store.store.process(List.of()));
        store.process(set("a", 1));
        assertThat(store.flush()).isTrue();
    }

    @Test
    void rows_wait_until_there_are_enough_of_them_if_so_asked() {
        HeldStorage other = new HeldStorage();
        StoreSettings rare = new StoreSettings(
                1_000,
                1_000_000,
                3,
                TestStore.ROOMY.metadataInterval(),
                TestStore.ROOMY.longestBackOff(),
                Duration.ZERO);
        try (TestStore lazy = new TestStore(other, rare)) {
            lazy.process(set("a", 1));
            lazy.process(set("a", 2));
            lazy.process(set("b", 1));
            TestStore.pause(20);
            assertThat(other.writes()).isEmpty();
            lazy.process(set("c", 1));
            assertThat(lazy.flush()).isTrue();
            assertThat(other.writes()).hasSize(1);

            lazy.process(set("a", 3));
            lazy.store.writeEagerly();
            assertThat(lazy.flush()).isTrue();
            other.writeDoor().close();
            lazy.process(set("a", 4));
            other.writeDoor().awaitSomebody();
        }
    }
}
