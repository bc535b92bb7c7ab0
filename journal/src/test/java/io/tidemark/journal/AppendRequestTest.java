package io.tidemark.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AppendRequestTest {

    private static final byte[] NOTHING = new byte[0];

    @Test
    void streams_may_take_turns_in_one_append_if_each_is_in_order() throws SQLException {
        AppendRequest append = AppendRequest.of(
                List.of(row("a", 3, "1"), row("b", 0, "2"), row("a", 4, "3"), row("b", 1, "4")),
                null,
                Set.of("a", "c"));
        assertThat(append.spans())
                .extracting(
                        span -> span.streamId() + " " + span.first() + "-" + span.last() + " row " + span.firstRow())
                .containsExactly("a 3-4 row 0", "b 0-1 row 1");
        assertThat(append.onlyRead()).containsExactly("c");
        assertThat(append.firstRowOf("b")).isEqualTo(1);
        assertThat(append.firstRowOf("c")).isZero();
    }

    @Test
    void a_hole_or_a_repeat_within_one_append_is_a_conflict_of_its_row() {
        assertConflict(1, row("a", 0, "1"), row("a", 2, "2"));
        assertConflict(2, row("a", 0, "1"), row("b", 0, "2"), row("a", 0, "3"));
        assertConflict(1, row("a", 0, "1"), row("b", 0, "1"));
    }

    private static void assertConflict(int row, EventRow... rows) {
        assertThatThrownBy(() -> AppendRequest.of(List.of(rows), null, Set.of()))
                .isInstanceOfSatisfying(
                        Conflict.class, conflict -> assertThat(conflict.row()).isEqualTo(row));
    }

    @Test
    void an_append_that_no_statement_could_hold_is_refused_before_it_can_hurt_others() {
        byte[] large = new byte[(int) (AppendRequest.MOST_BYTES / 8)];
        List<EventRow> rows = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            rows.add(Appends.row("a", i, "event " + i, large));
        }
        assertThat(Appends.of(rows, Set.of()).bytes()).isEqualTo(AppendRequest.MOST_BYTES);

        rows.add(row("a", 8, "one more"));
        rows.set(8, Appends.row("a", 8, "one more", new byte[1]));
        assertThatThrownBy(() -> AppendRequest.of(rows, null, Set.of()))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refused ->
                                assertThat(SqlStates.isFaultOfTheData(refused)).isTrue());
    }

    private static EventRow row(String stream, long position, String eventId) {
        return Appends.row(stream, position, eventId, NOTHING);
    }
}
