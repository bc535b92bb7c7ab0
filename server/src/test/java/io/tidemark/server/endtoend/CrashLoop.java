package io.tidemark.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the server or its PostgreSQL under load as often as it is told to. Not part of the build: its name keeps it
 * out, and {@code docs/operating/crash-tests.md} has the command that runs it.
 */
class CrashLoop {

    private static final int MESSAGES_BEFORE_KILL = 200;
    private static final int ROUNDS_PER_REPORT = 10;

    @TempDir
    private Path directory;

    /** Takes {@code -Dcrash.rounds}, {@code -Dcrash.seed} and {@code -Dcrash.target}. */
    @Test
    void rounds_of_load_kill_and_restart() throws Exception {
        CrashRun.Counts counts = run(
                directory.resolve("data"),
                Integer.getInteger("crash.rounds", 50),
                Long.getLong("crash.seed", Instant.now().getEpochSecond()),
                target(System.getProperty("crash.target", "server")),
                System.out);

        assertThat(counts.faults()).as(counts.toString()).isZero();
    }

    /** Runs without Maven: data directory, rounds, seed, {@code server} or {@code postgres}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        run(
                Path.of(arguments[0]),
                Integer.parseInt(arguments[1]),
                Long.parseLong(arguments[2]),
                target(arguments[3]),
                System.out);
    }

    private static CrashRun.Counts run(Path data, int rounds, long seed, CrashRun.Target target, PrintStream out)
            throws IOException, InterruptedException {
        Instant start = Instant.now();
        out.println("crash loop: " + rounds + " kills of " + target + ", seed " + seed);
        CrashRun run = new CrashRun(data, target, seed, MESSAGES_BEFORE_KILL);
        for (int round = 1; round <= rounds; round++) {
            run.round();
            if (round % ROUNDS_PER_REPORT == 0) {
                out.println(round + " kills after "
                        + Duration.between(start, Instant.now()).toSeconds() + " s, " + run.breaches());
            }
        }
        CrashRun.Counts counts = run.finish();
        out.println(counts + " in " + Duration.between(start, Instant.now()).toSeconds() + " s, " + run.breaches());
        return counts;
    }

    private static CrashRun.Target target(String name) {
        return CrashRun.Target.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
