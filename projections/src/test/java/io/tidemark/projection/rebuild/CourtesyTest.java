package io.tidemark.projection.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When a rebuild rests, and for how long. */
class CourtesyTest {

    private static final long SECOND = 1_000_000_000;

    private final AtomicLong requests = new AtomicLong(17);
    private final Courtesy courtesy = new Courtesy(requests::get, 0.25, 0);

    @Test
    void while_requests_come_often_it_rests_for_three_times_as_long_as_it_worked() {
        requests.addAndGet(101);

        assertThat(courtesy.restNanos(5_000, SECOND)).isEqualTo(15_000);
    }

    @Test
    void it_does_not_rest_for_what_was_asked_before_it_began_or_for_little() {
        assertThat(courtesy.restNanos(5_000, SECOND)).isZero();

        requests.addAndGet(100);
        assertThat(courtesy.restNanos(5_000, 2 * SECOND)).isZero();
    }

    @Test
    void it_goes_on_at_full_speed_once_no_more_requests_come() {
        requests.addAndGet(1_000);
        assertThat(courtesy.restNanos(5_000, SECOND)).isPositive();

        assertThat(courtesy.restNanos(5_000, 2 * SECOND)).isZero();
    }

    @Test
    void pieces_are_small_while_it_rests_and_large_otherwise() {
        assertThat(courtesy.eventsAtOnce()).isEqualTo(Rests.EVENTS_AT_ONCE);

        requests.addAndGet(1_000);
        courtesy.restNanos(5_000, SECOND);
        assertThat(courtesy.eventsAtOnce()).isEqualTo(Courtesy.FEW_EVENTS);

        courtesy.restNanos(5_000, 2 * SECOND);
        assertThat(courtesy.eventsAtOnce()).isEqualTo(Rests.EVENTS_AT_ONCE);
    }

    @Test
    void what_cannot_rest_does_one_thing_at_a_time_while_requests_come() {
        requests.addAndGet(101);

        assertThat(courtesy.atOnce(SECOND)).isEqualTo(1);
        assertThat(courtesy.atOnce(2 * SECOND)).isEqualTo(2);
    }

    @Test
    void a_share_of_one_takes_no_notice() {
        Courtesy none = new Courtesy(requests::get, 1, 0);
        requests.addAndGet(1_000_000);

        assertThat(none.restNanos(5_000, SECOND)).isZero();
        requests.addAndGet(1_000_000);
        assertThat(none.atOnce(2 * SECOND)).isEqualTo(2);
    }
}
