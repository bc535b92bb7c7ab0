package io.tidemark.projection.store;

import static io.tidemark.projection.store.Items.set;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When changes are written that somebody waits for, or nobody. */
class WritePaceTest {

    private static final Duration NEVER_IN_A_TEST = Duration.ofDays(1);

    private final HeldStorage storage = new HeldStorage();

    @Test
    void the_first_change_is_written_at_once_and_later_ones_together() {
        try (TestStore store = paced(NEVER_IN_A_TEST)) {
            store.process(set("a", 1));
            awaitCommitted(store, 1);
            store.process(set("a", 2));
            store.process(set("a", 3));
            TestStore.pause(20);
            assertThat(storage.writes()).hasSize(1);

            store.store.hurry();
            awaitCommitted(store, 3);
            assertThat(storage.writes()).hasSize(2);
        }
    }

    @Test
    void the_hurry_ends_with_what_was_processed_when_it_was_asked_for() {
        try (TestStore store = paced(NEVER_IN_A_TEST)) {
            store.store.hurry();
            store.process(set("a", 1));
            awaitCommitted(store, 1);
            store.process(set("a", 2));
            store.store.hurry();
            awaitCommitted(store, 2);
            store.process(set("a", 3));
            TestStore.pause(20);
            assertThat(storage.writes()).hasSize(2);
            assertThat(store.flush()).isTrue();
            assertThat(storage.writes()).hasSize(3);
        }
    }

    @Test
    void changes_that_nobody_waits_for_are_written_when_it_is_time() {
        try (TestStore store = paced(Duration.ofMillis(30))) {
            for (int i = 1; i <= 5; i++) {
                store.process(set("a", i));
            }
            awaitCommitted(store, 5);
        }
    }

    @Test
    void changes_are_written_before_it_is_time_when_no_more_of_them_come() {
        try (TestStore store = paced(NEVER_IN_A_TEST, Duration.ofMillis(5))) {
            store.process(set("a", 1));
            awaitCommitted(store, 1);
            store.process(set("a", 2));
            awaitCommitted(store, 2);
        }
    }

    @Test
    void processing_that_waits_for_room_does_not_wait_for_the_time() {
        StoreSettings tight = TestStore.ROOMY.within(2, 0).withWriteIntervals(NEVER_IN_A_TEST, NEVER_IN_A_TEST);
        try (TestStore store = new TestStore(storage, tight)) {
            for (int i = 1; i <= 20; i++) {
                store.process(set("row " + i, i));
            }
            assertThat(store.store.committed()).isGreaterThanOrEqualTo(17);
        }
    }

    private TestStore paced(Duration write) {
        return paced(write, NEVER_IN_A_TEST);
    }

    private TestStore paced(Duration write, Duration quiet) {
        return new TestStore(storage, TestStore.ROOMY.withWriteIntervals(write, quiet));
    }

    private static void awaitCommitted(TestStore store, long seq) {
        while (store.store.committed() < seq) {
            assertThat(store.failures).isEmpty();
            TestStore.pause(1);
        }
    }
}
