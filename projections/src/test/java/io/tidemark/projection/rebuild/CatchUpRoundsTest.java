package io.tidemark.projection.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.projection.rebuild.CatchUpRounds.Round;
import org.junit.jupiter.api.Test;

/** How a rebuild catches up with a journal that grows meanwhile. */
class CatchUpRoundsTest {

    private final CatchUpRounds rounds = new CatchUpRounds(2_000);

    @Test
    void it_is_over_once_few_events_are_left() {
        assertThat(rounds.next(2_000)).isEqualTo(Round.NONE);
    }

    @Test
    void rounds_rest_as_long_as_each_leaves_clearly_less_than_the_one_before() {
        assertThat(rounds.next(100_000)).isEqualTo(Round.WITH_RESTS);
        assertThat(rounds.next(74_000)).isEqualTo(Round.WITH_RESTS);
        assertThat(rounds.next(30_000)).isEqualTo(Round.WITH_RESTS);
    }

    @Test
    void a_round_that_left_too_much_is_followed_by_one_at_full_speed() {
        rounds.next(100_000);

        assertThat(rounds.next(76_000)).isEqualTo(Round.AT_FULL_SPEED);
        assertThat(rounds.next(20_000)).isEqualTo(Round.WITH_RESTS);
    }

    @Test
    void the_last_few_events_are_folded_at_full_speed() {
        assertThat(rounds.next(10_000)).isEqualTo(Round.AT_FULL_SPEED);
    }

    @Test
    void it_gives_up_in_the_end_if_the_journal_grows_as_fast_as_it_is_folded() {
        for (int round = 0; round < CatchUpRounds.MOST_ROUNDS; round++) {
            assertThat(rounds.next(100_000)).isNotEqualTo(Round.NONE);
        }
        assertThat(rounds.next(100_000)).isEqualTo(Round.NONE);
    }
}
