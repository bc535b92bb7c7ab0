package io.tidemark.projection.lots;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few rounds of what {@link ProjectionKillLoop} does many times. */
class ProjectionKillIT {

    @TempDir
    private Path directory;

    private static final int ROUNDS = 3;

    @Test
    void whatever_a_kill_interrupts_the_rows_are_those_of_their_seq() throws Exception {
        KillRun run = new KillRun(ROUNDS, 1, directory.resolve("output"));
        for (int round = 1; round <= ROUNDS; round++) {
            run.round(round);
        }
        run.finish();
    }

    @Test
    void whatever_a_kill_interrupts_no_price_is_asked_for_again_that_was_kept() throws Exception {
        try (EffectKillRun run = new EffectKillRun(ROUNDS, 2, directory.resolve("output"))) {
            for (int round = 1; round <= ROUNDS; round++) {
                run.round(round);
            }
            run.finish();
        }
    }
}
