package io.tidemark.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateTest {

    private static final Duration MOMENT = Duration.ofMillis(1);

    private final AtomicLong done = new AtomicLong(5);
    private final AtomicLong turns = new AtomicLong();

    @Test
    void a_rate_counts_what_was_done_since_it_began() throws Exception {
        long from = System.nanoTime();

        double rate = Rate.of(done::get, MOMENT, time -> {
            Thread.sleep(time);
            done.addAndGet(100);
        });

        double least = 100e9 / (System.nanoTime() - from);
        assertThat(rate).isBetween(least, 100e9 / MOMENT.toNanos());
    }

    @Test
    void a_rate_goes_on_until_something_was_done() throws Exception {
        double rate = Rate.of(done::get, MOMENT, time -> {
            Thread.sleep(time);
            if (turns.incrementAndGet() == 3) {
                done.incrementAndGet();
            }
        });

        assertThat(turns).hasValue(3);
        assertThat(rate).isPositive().isLessThan(1_000 / 3.0);
    }

    @Test
    void a_load_that_does_nothing_at_all_fails() {
        assertThatThrownBy(() -> Rate.of(done::get, MOMENT, time -> turns.incrementAndGet()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("nothing was done in PT1S");
        assertThat(turns).hasValue(1_000);
    }

    @Test
    void a_load_that_fails_fails_its_rate() {
        assertThatThrownBy(() -> Rate.of(done::get, MOMENT, time -> {
                    throw new IllegalStateException("not acknowledged");
                }))
                .hasMessage("not acknowledged");
    }
}
