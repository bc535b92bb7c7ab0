package io.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class MicrosTest {

    @Test
    void an_instant_between_two_microseconds_is_after_one_and_before_the_other() {
        Instant between = Instant.parse("2026-03-01T00:00:00.000001500Z");

        assertThat(Micros.toInstant(Micros.atOrBefore(between))).isEqualTo("2026-03-01T00:00:00.000001Z");
        assertThat(Micros.toInstant(Micros.atOrAfter(between))).isEqualTo("2026-03-01T00:00:00.000002Z");
        assertThat(Micros.atOrAfter(Instant.parse("2026-03-01T00:00:00.000001Z")))
                .isEqualTo(Micros.atOrBefore(between));
    }

    @Test
    void instants_before_1970_are_rounded_the_same_way() {
        assertThat(Micros.atOrBefore(Instant.ofEpochSecond(-1, 999_999_999))).isEqualTo(-1);
        assertThat(Micros.atOrAfter(Instant.ofEpochSecond(-1, 999_999_999))).isZero();
        assertThat(Micros.toInstant(-1)).isEqualTo("1969-12-31T23:59:59.999999Z");
    }

    @Test
    void instants_that_no_row_can_have_are_beyond_all_rows_and_before_never() {
        assertThat(Micros.atOrBefore(Instant.MAX))
                .isGreaterThan(Micros.atOrBefore(Instant.parse("9999-12-31T23:59:59Z")))
                .isLessThan(Long.MAX_VALUE);
        assertThat(Micros.atOrAfter(Instant.MAX)).isLessThan(Long.MAX_VALUE);
        assertThat(Micros.atOrBefore(Instant.MIN)).isNegative();
    }
}
