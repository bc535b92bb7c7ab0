package io.tidemark.projection.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.projection.rebuild.RebuildProgress.Phase;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a rebuild says of how far and how fast it is. */
class PaceTest {

    private static final long SECOND = 1_000_000_000;

    private final AtomicLong nanoTime = new AtomicLong(-5 * SECOND);
    private final Pace pace = new Pace(nanoTime::get);

    @Test
    void the_rate_and_the_time_left_are_those_of_the_last_seconds() {
        pace.begin(Phase.FOLDING, 0);
        pace.aim(10_000);
        pass(1);
        pace.at(100);
        for (int second = 0; second < 10; second++) {
            pass(1);
            pace.at(1_000 + second * 500);
        }

        assertThat(pace.progress()).isEqualTo(new RebuildProgress(Phase.FOLDING, 5_500, 10_000, 500, 9L));
    }

    @Test
    void while_there_is_no_rate_there_is_no_time_left_either() {
        pace.begin(Phase.FOLDING, 40);
        pace.aim(10_000);

        assertThat(pace.progress()).isEqualTo(new RebuildProgress(Phase.FOLDING, 40, 10_000, 0, null));
    }

    @Test
    void the_target_grows_with_the_journal_and_never_shrinks() {
        pace.begin(Phase.FOLDING, 0);
        pace.aim(100);
        pace.aim(50);
        assertThat(pace.progress().targetSeq()).isEqualTo(100);

        pace.at(120);
        assertThat(pace.progress().targetSeq()).isEqualTo(120);
    }

    @Test
    void it_says_how_long_each_phase_took_in_all_and_asking_changes_nothing() {
        pass(1);
        pace.begin(Phase.FOLDING, 0);
        pass(3);
        pace.begin(Phase.CATCHING_UP, 0);
        pass(2);
        assertThat(pace.times()).isEqualTo("preparing 1.00 s, folding 3.00 s, catching up 2.00 s");

        pace.begin(Phase.FOLDING, 0);
        pass(4);
        assertThat(pace.times()).isEqualTo("preparing 1.00 s, folding 7.00 s, catching up 2.00 s");
    }

    private void pass(int seconds) {
        nanoTime.addAndGet(seconds * SECOND);
    }
}
