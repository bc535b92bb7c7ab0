package io.tidemark.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testkit.Seeds;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few kills under load; {@link CrashLoop} is the same for longer. */
class CrashIT {

    private static final int KILLS = 5;
    private static final int MESSAGES_BEFORE_KILL = 200;

    @TempDir
    private Path directory;

    @Test
    void nothing_acknowledged_is_lost_or_doubled_when_the_server_is_killed_under_load() throws Exception {
        long seed = Seeds.orElse(20261121).getFirst();
        CrashRun run = new CrashRun(directory.resolve("data"), CrashRun.Target.SERVER, seed, MESSAGES_BEFORE_KILL);
        for (int i = 0; i < KILLS; i++) {
            run.round();
        }

        CrashRun.Counts counts = run.finish();

        assertThat(run.breaches()).as(Seeds.howToRepeat(seed)).isEqualTo("lost: [], strange: []");
        assertThat(counts.lost()).as("lost").isZero();
        assertThat(counts.doubled()).as("doubled").isZero();
        assertThat(counts.gaps()).as("gaps").isZero();
        assertThat(counts.chainBreaks()).as("breaks of the chain").isZero();
        assertThat(counts.orphans()).as("orphans").isZero();
        assertThat(counts.kills()).isEqualTo(KILLS);
        assertThat(counts.acknowledged()).isGreaterThanOrEqualTo(KILLS * MESSAGES_BEFORE_KILL);
    }
}
