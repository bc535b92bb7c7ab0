package io.tidemark.projection.store;

import static io.tidemark.projection.store.Items.ROWS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tidemark.projection.store.TableChanges.Version;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is in memory, and what leaves it. */
class MemoryTableTest {

    private final HeldStorage storage = new HeldStorage();
    private final StoreMetrics metrics = new StoreMetrics();
    private final WriteQueue queue = new WriteQueue(List.of(ROWS), TestStore.ROOMY, 0);
    private final StoreContext context = new StoreContext(storage, metrics, () -> new BackOff(Duration.ZERO, queue));
    private TableChanges<String, Item> segment = new TableChanges<>(ROWS, true);
    private final MemoryTable<String, Item> table = new MemoryTable<>(ROWS, context, segment, false);

    @Test
    void t1_durable_rows_leave_and_others_stay() {
        holdLoadedCommittedAndUncommitted();

        assertThat(table.evict(5, false)).isEqualTo(2);

        assertThat(table.isUnknown("a")).isTrue();
        assertThat(table.isUnknown("b")).isTrue();
        assertThat(table.isUnknown("c")).isFalse();
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void t2_loaded_rows_may_be_spared() {
        holdLoadedCommittedAndUncommitted();

        assertThat(table.evict(5, true)).isEqualTo(1);

        assertThat(table.isUnknown("a")).isFalse();
        assertThat(table.isUnknown("c")).isFalse();
        assertThat(table.size()).isEqualTo(2);
    }

    private void holdLoadedCommittedAndUncommitted() {
        table.seed("a", Item.of("a", 1));
        setAt(5, "b", 2);
        setAt(6, "c", 3);
    }

    @Test
    void t3_a_row_that_one_event_sets_twice_is_changed_once_to_the_last_value() {
        setAt(1, "a", 1);
        setAt(1, "a", 2);
        setAt(1, "b", 1);
        setAt(2, "b", 2);

        assertThat(segment.upserts()).containsExactly(Item.of("a", 2), Item.of("b", 2));
        assertThat(segment.history())
                .containsExactlyInAnyOrder(
                        new Version<>("a", Item.of("a", 2), 1),
                        new Version<>("b", Item.of("b", 1), 1),
                        new Version<>("b", Item.of("b", 2), 2));
    }

    @Test
    void t4_a_displaced_version_that_is_not_durable_is_kept_and_counted() {
        setAt(3, "a", 3);
        setAt(4, "a", 4);

        assertThat(segment.upserts()).containsExactly(Item.of("a", 4));
        assertThat(segment.history())
                .containsExactly(new Version<>("a", Item.of("a", 3), 3), new Version<>("a", Item.of("a", 4), 4));
        assertThat(table.size()).isEqualTo(2);
        assertThat(table.bytes()).isEqualTo(200);
    }

    @Test
    void t4_a_version_that_waits_in_an_earlier_segment_is_counted_too() {
        setAt(3, "a", 3);
        TableChanges<String, Item> waiting = segment;
        beginSegment(2);
        setAt(4, "a", 4);

        assertThat(table.size()).isEqualTo(2);
        assertThat(table.bytes()).isEqualTo(200);

        table.release(waiting);
        assertThat(table.size()).isEqualTo(1);
        assertThat(table.bytes()).isEqualTo(100);
    }

    @Test
    void a_row_that_stays_does_not_keep_what_was_written_with_it() throws InterruptedException {
        setAt(3, "a", 3);
        setAt(3, "b", 3);
        WeakReference<TableChanges<String, Item>> written = new WeakReference<>(beginSegment(3));
        table.release(Objects.requireNonNull(written.get()));
        setAt(4, "a", 4);

        for (int i = 0; i < 100 && written.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(written.get()).isNull();
        assertThat(table.get("b")).isEqualTo(Item.of("b", 3));
    }

    @Test
    void t5_a_displaced_version_that_is_durable_is_gone() {
        setAt(3, "a", 3);
        beginSegment(3);
        setAt(4, "a", 4);

        assertThat(table.size()).isEqualTo(1);
        assertThat(table.bytes()).isEqualTo(100);
        assertThat(segment.history()).containsExactly(new Version<>("a", Item.of("a", 4), 4));
    }

    @Test
    void t6_each_write_has_the_versions_of_its_own_events_only() {
        setAt(3, "a", 3);
        TableChanges<String, Item> first = beginSegment(2);
        setAt(4, "a", 4);
        TableChanges<String, Item> second = beginSegment(3);
        setAt(6, "a", 6);
        setAt(7, "a", 7);

        assertThat(first.history()).extracting(Version::seq).containsExactly(3L);
        assertThat(second.history()).extracting(Version::seq).containsExactly(4L);
        assertThat(segment.history()).extracting(Version::seq).containsExactly(6L, 7L);
        assertThat(table.get("a")).isEqualTo(Item.of("a", 7));
        assertThat(storage.loads()).isEmpty();
    }

    @Test
    void t7_a_row_that_comes_late_from_the_storage_does_not_replace_what_memory_has() {
        setAt(3, "a", 3);

        table.seed("a", Item.of("a", 1));

        assertThat(table.get("a")).isEqualTo(Item.of("a", 3));
        assertThat(table.evict(2, false)).isZero();
    }

    @Test
    void t8_a_row_that_is_not_there_is_remembered_as_such_and_leaves_with_the_loaded_ones() {
        assertThat(table.get("a")).isNull();
        assertThat(table.get("a")).isNull();

        assertThat(storage.loads()).containsExactly(List.of("a"));
        assertThat(table.size()).isEqualTo(1);
        assertThat(table.bytes()).isEqualTo(Capacity.BYTES_OF_ABSENT_ROW);
        assertThat(table.evict(0, true)).isZero();
        assertThat(table.evictFinished(0)).isZero();
        assertThat(table.evict(0, false)).isEqualTo(1);
        assertThat(table.size()).isZero();
        assertThat(table.bytes()).isZero();
    }

    @Test
    void a_row_that_is_known_to_be_new_is_added_and_one_that_is_there_is_refused() {
        table.seed("old", Item.of("old", 1));
        context.beginEvent(2);
        table.insert(Item.of("new", 1));

        assertThat(segment.inserts()).containsExactly(Item.of("new", 1));
        assertThat(storage.loads()).isEmpty();
        assertThatIllegalStateException()
                .isThrownBy(() -> table.insert(Item.of("old", 2)))
                .withMessageContaining("seq 2 adds a row to test.item that is there: old");
    }

    @Test
    void a_row_that_was_deleted_can_be_added_again() {
        table.seed("a", Item.of("a", 1));
        context.beginEvent(2);
        table.delete("a");
        table.insert(Item.of("a", "another", 2));

        assertThat(segment.upserts()).containsExactly(Item.of("a", "another", 2));
        assertThat(segment.deletes()).isEmpty();
    }

    @Test
    void what_the_storage_has_decides_how_a_row_is_written() {
        table.seed("there", Item.of("there", 1));
        table.seed("absent", null);
        setAt(2, "there", 2);
        setAt(2, "absent", 2);
        setAt(2, "unknown", 2);

        assertThat(segment.updates()).containsExactly(Item.of("there", 2));
        assertThat(segment.inserts()).containsExactly(Item.of("absent", 2));
        assertThat(segment.upserts()).containsExactly(Item.of("unknown", 2));
    }

    @Test
    void a_row_that_came_and_went_within_a_segment_is_not_written_at_all() {
        table.seed("a", null);
        setAt(2, "a", 2);
        table.delete("a");

        assertThat(segment.inserts()).isEmpty();
        assertThat(segment.deletes()).isEmpty();
        assertThat(segment.history()).containsExactly(new Version<>("a", null, 2));
    }

    private void setAt(long seq, String id, long tokens) {
        context.beginEvent(seq);
        table.set(Item.of(id, tokens));
    }

    /** Begins a segment when so much is durable, and gives the one before. */
    private TableChanges<String, Item> beginSegment(long committed) {
        TableChanges<String, Item> before = segment;
        segment = new TableChanges<>(ROWS, true);
        table.beginSegment(segment);
        context.beginBatch(committed);
        return before;
    }
}
