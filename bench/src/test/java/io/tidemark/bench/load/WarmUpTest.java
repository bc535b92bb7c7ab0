package io.tidemark.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WarmUpTest {

    private static final Duration LEAST = Duration.ofMillis(300);
    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final List<Duration> gone = new ArrayList<>();
    private final AtomicLong compiled = new AtomicLong();

    @Test
    void it_ends_when_the_compilers_are_idle() throws Exception {
        new WarmUp(LEAST, AN_HOUR)
                .run(this::goOn, () -> gone.size() < 4 ? compiled.addAndGet(time(1_000)) : time(4_000));

        assertThat(gone).hasSizeGreaterThan(3).first().isEqualTo(LEAST);
    }

    @Test
    void compilers_that_do_little_are_idle() throws Exception {
        new WarmUp(LEAST, AN_HOUR).run(this::goOn, () -> compiled.addAndGet(time(150)));

        assertThat(gone).hasSize(2);
    }

    @Test
    void compilers_that_never_rest_do_not_hold_it_up_for_ever() throws Exception {
        new WarmUp(Duration.ofMillis(1), Duration.ofMillis(20))
                .run(
                        time -> {
                            Thread.sleep(5);
                            goOn(time);
                        },
                        () -> compiled.addAndGet(time(1_000)));

        // The least, and then as often as 5 ms fit into 19, the last time begun before their end.
        assertThat(gone).hasSizeBetween(1, 5);
    }

    @Test
    void a_longest_time_that_is_the_least_leaves_the_compilers_alone() throws Exception {
        new WarmUp(LEAST, LEAST).run(this::goOn, () -> compiled.addAndGet(time(1_000)));

        assertThat(gone).containsExactly(LEAST);
    }

    private void goOn(Duration time) {
        gone.add(time);
    }

    private static long time(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
