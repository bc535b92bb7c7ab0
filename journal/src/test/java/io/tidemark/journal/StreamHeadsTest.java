package io.tidemark.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreamHeadsTest {

    private static final AppendRequest PENDING = Appends.to("any", 0, 1);

    private final StreamHeads heads = new StreamHeads(3);

    @Test
    void what_the_database_has_counts_only_where_nothing_is_on_its_way_and_it_is_more() {
        heads.learn("a", 4);
        heads.learn("a", 3);
        assertThat(last("a")).isEqualTo(4);
        heads.advance("a", 6, PENDING);
        heads.learn("a", 9);
        assertThat(last("a")).isEqualTo(6);
        heads.settle("a", Appends.to("any", 0, 1));
        heads.learn("a", 9);
        assertThat(last("a")).isEqualTo(6);
        heads.settle("a", PENDING);
        heads.learn("a", 9);
        assertThat(last("a")).isEqualTo(9);
    }

    @Test
    void the_stream_that_was_not_used_for_longest_is_forgotten_unless_it_has_an_append_on_its_way() {
        heads.advance("busy", 0, PENDING);
        heads.learn("old", 0);
        heads.learn("used", 0);
        assertThat(heads.get("old")).isNotNull();
        heads.learn("new", 0);
        assertThat(heads.get("used")).isNull();
        assertThat(last("busy")).isZero();
        assertThat(last("old")).isZero();
    }

    @Test
    void after_a_failure_the_end_is_what_is_still_on_its_way_or_else_unknown() {
        heads.advance("a", 7, PENDING);
        heads.fail("a", 5, PENDING, 1);
        assertThat(last("a")).isEqualTo(4);
        heads.fail("a", 4, null, 2);
        assertThat(heads.get("a")).isNull();
    }

    @Test
    void a_failure_that_was_forgotten_counts_against_every_lock_from_before_it() {
        for (int i = 1; i <= 4; i++) {
            heads.fail("a" + i, 0, null, i);
        }
        heads.fail("a2", 0, null, 5);
        heads.fail("a5", 0, null, 6);

        assertThat(heads.failedAfter("a2", 4)).isTrue();
        assertThat(heads.failedAfter("a2", 5)).isFalse();
        assertThat(heads.failedAfter("a3", 2)).as("it was forgotten").isTrue();
        assertThat(heads.failedAfter("never failed", 2)).isTrue();
        assertThat(heads.failedAfter("never failed", 3)).isFalse();
    }

    private long last(String stream) {
        StreamHeads.Head head = heads.get(stream);
        if (head == null) {
            throw new AssertionError("nothing is known of " + stream);
        }
        return head.last();
    }
}
