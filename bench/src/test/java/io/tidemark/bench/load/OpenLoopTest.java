package io.tidemark.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class OpenLoopTest {

    private final Workload workload = new Mix(10, new Refs(1)).uniform();

    @Test
    void one_pause_counts_against_every_command_that_was_due_in_it() {
        AtomicInteger sent = new AtomicInteger();
        Sender pausingOnce = command -> {
            if (sent.incrementAndGet() == 10) {
                long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
                while (System.nanoTime() < end) {
                    LockSupport.parkNanos(end - System.nanoTime());
                }
            }
        };

        Histogram latencies =
                OpenLoop.latencies(1, 1_000, Duration.ZERO, Duration.ofMillis(500), pausingOnce, workload);

        assertThat(latencies.getTotalCount()).isEqualTo(500);
        assertThat(latencies.getCountBetweenValues(TimeUnit.MILLISECONDS.toNanos(50), Long.MAX_VALUE))
                .isGreaterThan(100);
    }

    @Test
    void a_command_that_is_not_acknowledged_fails_the_measurement() {
        Sender failing = command -> {
            throw new IllegalStateException("no");
        };

        assertThatThrownBy(() -> OpenLoop.latencies(2, 1_000, Duration.ZERO, Duration.ofMillis(50), failing, workload))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("no");
    }
}
