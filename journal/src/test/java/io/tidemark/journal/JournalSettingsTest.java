package io.tidemark.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JournalSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 1, PT1S, PT1S, PT1S, 1, 1",
        "1, 0, PT1S, PT1S, PT1S, 1, 1",
        "1, 1, PT0S, PT1S, PT1S, 1, 1",
        "1, 1, PT1S, PT0.0001S, PT1S, 1, 1",
        "1, 1, PT1S, P25D, PT1S, 1, 1",
        "1, 1, PT1S, PT1S, -PT1S, 1, 1",
        "1, 1, PT1S, PT1S, P25D, 1, 1",
        "1, 1, PT1S, PT1S, PT1S, 0, 1",
        "1, 1, PT1S, PT1S, PT1S, 1, -1"
    })
    void settings_that_would_mean_no_bound_are_refused(
            int groupRows,
            int waitingAppends,
            Duration appendDeadline,
            Duration socketTimeout,
            Duration idleInTransaction,
            int knownStreams,
            int pageRows) {
        assertThatThrownBy(() -> new JournalSettings(
                        groupRows,
                        waitingAppends,
                        appendDeadline,
                        socketTimeout,
                        idleInTransaction,
                        knownStreams,
                        pageRows))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_microsecond_of_an_instant_is_the_one_it_falls_into() {
        assertThat(Micros.of(Instant.EPOCH.minusNanos(1))).isEqualTo(-1);
        assertThat(Micros.of(Instant.parse("2300-01-01T00:00:00.000001999Z"))).isEqualTo(10_413_792_000_000_001L);
        assertThat(Micros.of(Instant.MAX))
                .isPositive()
                .isGreaterThan(Micros.of(Instant.parse("+200000-01-01T00:00:00Z")));
        assertThat(Micros.of(Instant.MIN)).isNegative();
    }
}
