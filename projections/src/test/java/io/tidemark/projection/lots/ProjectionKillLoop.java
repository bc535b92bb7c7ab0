package io.tidemark.projection.lots;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process that follows and rebuilds projections as often as it is told to. Not part of the build: its name keeps
 * it out, and {@code docs/operating/crash-tests.md} has the command that runs it.
 */
class ProjectionKillLoop {

    @TempDir
    private Path directory;

    private static final int ROUNDS_PER_REPORT = 20;

    /** Takes {@code -Dcrash.rounds} and {@code -Dcrash.seed}. */
    @Test
    void whatever_a_kill_interrupts_the_rows_are_those_of_their_seq() throws Exception {
        int rounds = Integer.getInteger("crash.rounds", 200);
        long seed = Long.getLong("crash.seed", Instant.now().getEpochSecond());
        Instant start = Instant.now();
        System.out.println("projection kill loop: " + rounds + " kills, seed " + seed);
        KillRun run = new KillRun(rounds, seed, directory.resolve("output"));
        for (int round = 1; round <= rounds; round++) {
            run.round(round);
            if (round % ROUNDS_PER_REPORT == 0) {
                System.out.println(round + " kills, " + run.rebuildsCutShort() + " rebuilds cut short, "
                        + Duration.between(start, Instant.now()).toSeconds() + " s");
            }
        }
        run.finish();
        assertThat(run.rebuildsCutShort()).as("rebuilds cut short").isPositive();
    }

    /** Takes the same. */
    @Test
    void whatever_a_kill_interrupts_no_price_is_asked_for_again_that_was_kept() throws Exception {
        int rounds = Integer.getInteger("crash.rounds", 200);
        long seed = Long.getLong("crash.seed", Instant.now().getEpochSecond());
        Instant start = Instant.now();
        System.out.println("effect kill loop: " + rounds + " kills, seed " + seed);
        try (EffectKillRun run = new EffectKillRun(rounds, seed, directory.resolve("output"))) {
            for (int round = 1; round <= rounds; round++) {
                run.round(round);
                if (round % ROUNDS_PER_REPORT == 0) {
                    System.out.println(round + " kills, " + run.rebuildsCutShort() + " rebuilds cut short, "
                            + run.calls() + " calls, of which " + run.repeated() + " were repeated, "
                            + Duration.between(start, Instant.now()).toSeconds() + " s");
                }
            }
            run.finish();
            assertThat(run.calls()).as("calls").isPositive();
        }
    }
}
