package io.tidemark.projection.store;

import static io.tidemark.projection.store.Items.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.tidemark.projection.store.HeldStorage.Outcome;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Facts about a projection are stored with its rows, or alone if there are none. */
class MetadataTest {

    private final HeldStorage storage = new HeldStorage();
    private final TestStore store = new TestStore(storage, TestStore.ROOMY);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void m1_metadata_goes_with_the_rows_of_a_batch() {
        store.store.stageMetadata(Map.of("head", "7"));
        store.process(set("a", 1));
        assertThat(store.flush()).isTrue();

        assertThat(storage.writes()).singleElement().satisfies(write -> {
            assertThat(write.metadata()).containsExactly(entry("head", "7"));
            assertThat(write.after().watermark()).isEqualTo(1);
        });
    }

    @Test
    void m2_metadata_without_a_batch_is_written_alone() {
        store.store.stageMetadata(Map.of("head", "7"));
        assertThat(store.flush()).isTrue();

        assertThat(storage.writes()).singleElement().satisfies(write -> {
            assertThat(write.tables()).isEmpty();
            assertThat(write.after().watermark()).isZero();
        });
        assertThat(storage.metadata()).containsExactly(entry("head", "7"));
        assertThat(store.committed).isEmpty();
    }

    @Test
    void m3_equal_metadata_is_not_written_again() {
        store.store.stageMetadata(Map.of("head", "7"));
        assertThat(store.flush()).isTrue();
        store.store.stageMetadata(Map.of("head", "7"));
        assertThat(store.flush()).isTrue();

        assertThat(storage.writes()).hasSize(1);
    }

    @Test
    void m4_a_write_of_metadata_has_all_of_it() {
        store.store.stageMetadata(Map.of("one", "1", "two", "1"));
        assertThat(store.flush()).isTrue();
        store.store.stageMetadata(Map.of("two", "2"));
        assertThat(store.flush()).isTrue();

        assertThat(storage.writes().getLast().metadata()).containsOnly(entry("one", "1"), entry("two", "2"));
    }

    @Test
    void metadata_that_is_staged_during_a_write_goes_with_the_next() {
        storage.writeDoor().close();
        store.store.stageMetadata(Map.of("head", "7"));
        store.process(set("a", 1));
        storage.writeDoor().awaitSomebody();
        store.store.stageMetadata(Map.of("head", "8"));
        storage.writeDoor().open();
        assertThat(store.flush()).isTrue();

        assertThat(storage.writes())
                .extracting(CapturedWrite::metadata)
                .containsExactly(Map.of("head", "7"), Map.of("head", "8"));
    }

    @Test
    void a_flush_waits_for_metadata_that_is_being_written() {
        HeldStorage other = new HeldStorage();
        other.writeDoor().close();
        StoreSettings quick = new StoreSettings(10, 10_000, 1, Duration.ZERO, Duration.ofMillis(1), Duration.ZERO);
        try (TestStore hasty = new TestStore(other, quick)) {
            hasty.store.stageMetadata(Map.of("head", "7"));
            other.writeDoor().awaitSomebody();
            assertThat(hasty.store.flush(Duration.ofMillis(5))).isFalse();
            other.writeDoor().open();
            assertThat(hasty.flush()).isTrue();
            assertThat(other.metadata()).containsExactly(entry("head", "7"));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void metadata_alone_waits_for_its_interval() {
        HeldStorage other = new HeldStorage();
        StoreSettings half =
                new StoreSettings(10, 10_000, 1, Duration.ofMillis(40), Duration.ofMillis(1), Duration.ZERO);
        try (TestStore patient = new TestStore(other, half)) {
            long start = System.nanoTime();
            patient.store.stageMetadata(Map.of("head", "1"));
            patient.store.stageMetadata(Map.of("head", "2"));
            other.writeDoor().awaitSomebodyPassed();

            assertThat(System.nanoTime() - start)
                    .isGreaterThanOrEqualTo(Duration.ofMillis(40).toNanos());
            assertThat(patient.flush()).isTrue();
            assertThat(other.writes()).extracting(CapturedWrite::metadata).containsExactly(Map.of("head", "2"));
        }
    }

    @Test
    void metadata_whose_write_is_tried_again_is_not_lost() {
        storage.next(Outcome.NOT_DONE, Outcome.DONE_UNTOLD);
        store.store.stageMetadata(Map.of("head", "7"));
        assertThat(store.flush()).isTrue();

        assertThat(storage.metadata()).containsExactly(entry("head", "7"));
        assertThat(storage.writes()).hasSize(1);
    }

    @Test
    void a_flush_whose_metadata_cannot_be_written_says_so() {
        storage.next(Outcome.REFUSED);
        store.store.stageMetadata(Map.of("head", "7"));

        assertThat(store.flush()).isFalse();
        assertThat(store.failures).hasSize(1);
    }
}
