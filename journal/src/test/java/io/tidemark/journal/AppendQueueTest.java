package io.tidemark.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AppendQueueTest {

    private static final Map<String, Long> NO_LOCKS = Map.of();

    private final List<String> failedStreams = new ArrayList<>();
    private final AppendQueue queue = new AppendQueue(JournalSettings.DEFAULT, failedStreams::addAll);

    @Test
    void whatever_happens_what_is_stored_rests_on_what_is_stored() throws Exception {
        int stored = 0;
        int withdrawn = 0;
        int refused = 0;
        long[] usual = LongStream.rangeClosed(1, 3_000).toArray();
        for (long seed : Seeds.orElse(usual)) {
            QueueModel model = new QueueModel(seed);
            try {
                model.run(200);
            } catch (Exception | AssertionError e) {
                throw new AssertionError(Seeds.howToRepeat(seed), e);
            }
            stored += model.storedAppends;
            withdrawn += model.withdrawnAppends;
            refused += model.refusedAppends;
        }
        assertThat(List.of(stored, withdrawn, refused)).as("each happens").allMatch(count -> count > 0);
    }

    @Test
    void an_append_follows_on_what_is_on_its_way() throws Exception {
        enqueue("a", 0, 2);
        enqueue("a", 2, 3);
        assertThatThrownBy(() -> enqueue("a", 2, 3)).isInstanceOf(Conflict.class);
        assertThatThrownBy(() -> enqueue("a", 4, 5)).isInstanceOf(Conflict.class);
        assertThat(queue.take(100)).hasSize(2);
    }

    @Test
    void a_stream_of_which_less_is_known_than_an_append_takes_for_granted_is_looked_up_once() throws Exception {
        AppendRequest append = Appends.to("a", 7, 8);
        assertThat(queue.enqueue(append, NO_LOCKS, Map.of())).isEqualTo("a");
        assertThat(queue.enqueue(append, NO_LOCKS, Map.of("a", 6L))).isNull();

        queue.learn("b", 2);
        AppendRequest later = Appends.to("b", 5, 6);
        assertThat(queue.enqueue(later, NO_LOCKS, Map.of())).isEqualTo("b");
        assertThatThrownBy(() -> queue.enqueue(later, NO_LOCKS, Map.of("b", 3L)))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("ends at 3, not before 5");
    }

    @Test
    void a_group_takes_no_more_rows_than_it_may_unless_one_append_has_more() throws Exception {
        enqueue("a", 0, 4);
        enqueue("b", 0, 2);
        enqueue("c", 0, 2);
        enqueue("d", 0, 1);

        assertThat(queue.take(3)).hasSize(1);
        assertThat(queue.take(4)).hasSize(2);
        assertThat(queue.take(4)).hasSize(1);
    }

    @Test
    void a_group_takes_no_more_bytes_than_fit_memory_unless_one_append_has_more() throws Exception {
        byte[] large = new byte[20 << 20];
        for (String stream : List.of("a", "b", "c")) {
            queue.enqueue(Appends.of(List.of(Appends.row(stream, 0, stream, large)), Set.of()), NO_LOCKS, Map.of());
        }
        assertThat(queue.take(100)).hasSize(1);
        assertThat(queue.take(100)).hasSize(1);
        enqueue("d", 0, 1);
        assertThat(queue.take(100)).hasSize(2);
    }

    @Test
    void a_failure_takes_along_what_was_built_on_it_by_writing_or_by_reading_and_nothing_else() throws Exception {
        AppendRequest before = enqueue("a", 0, 1);
        AppendRequest failing = enqueue("a", 1, 2);
        AppendRequest onIt = Appends.to(Map.of("a", List.of(2L), "b", List.of(0L)), Set.of());
        queue.enqueue(onIt, NO_LOCKS, Map.of());
        AppendRequest onThat = enqueue("b", 1, 2);
        AppendRequest innocent = enqueue("c", 0, 1);
        AppendRequest reader = Appends.to(Map.of("d", List.of(0L)), Set.of("b", "d"));
        queue.enqueue(reader, NO_LOCKS, Map.of());
        AppendRequest onReader = enqueue("d", 1, 2);
        List<AppendRequest> inHand = new ArrayList<>(queue.take(3));

        assertThat(queue.withdraw(Set.of(failing), inHand)).containsExactly(failing, onIt, onThat, reader, onReader);
        assertThat(inHand).containsExactly(before);
        assertThat(queue.take(100)).containsExactly(innocent);
        assertThat(failedStreams).containsExactlyInAnyOrder("a", "b", "d");
        assertThat(queue.pending("a")).isSameAs(before);
        assertThat(queue.pending("b")).isNull();
    }

    @Test
    void a_lock_from_before_a_failure_is_of_no_use_and_one_from_after_it_is() throws Exception {
        Map<String, Long> early = Map.of("a", queue.failureGeneration());
        AppendRequest failing = enqueue("a", 0, 1);
        queue.withdraw(Set.of(failing), new ArrayList<>(queue.take(1)));
        Map<String, Long> late = Map.of("a", queue.failureGeneration());

        assertThat(queue.isSoundSince("a", 0)).isFalse();
        assertThatThrownBy(() -> queue.enqueue(Appends.to("a", 0, 1), early, Map.of()))
                .isInstanceOf(Conflict.class);
        assertThatThrownBy(() -> queue.enqueue(Appends.to("b", 0, 1), early, Map.of()))
                .isInstanceOf(Conflict.class);
        assertThat(queue.enqueue(Appends.to("a", 0, 1), late, Map.of())).isNull();
    }

    @Test
    void withdrawing_nothing_tells_nobody() {
        assertThat(queue.withdrawAll(new ArrayList<>())).isEmpty();
        assertThat(queue.failureGeneration()).isZero();
    }

    @Test
    void a_closed_queue_hands_out_what_waits_and_takes_nothing() throws Exception {
        enqueue("a", 0, 1);
        queue.close();
        assertThatThrownBy(() -> enqueue("a", 1, 2)).isInstanceOf(JournalUnavailableException.class);
        assertThat(queue.take(10)).hasSize(1);
        assertThat(queue.take(10)).isEmpty();
    }

    private AppendRequest enqueue(String stream, long from, long until) throws Conflict {
        AppendRequest append = Appends.to(stream, from, until);
        assertThat(queue.enqueue(append, NO_LOCKS, Map.of())).isNull();
        return append;
    }
}
