package io.tidemark.projection.lots;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Kills a {@link FollowingProcess} whose lots are valued by a server in this process, and looks each time whether it was
 * asked for a price that was kept.
 */
final class EffectKillRun implements AutoCloseable {

    private final PriceServer server = new PriceServer();
    private final KillRun run;
    private final Set<String> asked = new HashSet<>();
    private int calls;
    private int repeated;

    EffectKillRun(int rounds, long seed, Path output) {
        this.run = new KillRun(rounds, seed, output, server);
    }

    void round(int number) throws IOException, InterruptedException {
        Set<String> keptBefore = run.keptPrices();
        run.round(number);
        List<String> now = newCalls();
        assertThat(now).as("asked in one life").doesNotHaveDuplicates().noneMatch(keptBefore::contains);
        for (String question : now) {
            repeated += asked.add(question) ? 0 : 1;
        }
    }

    /** Follows to the end, and sees that the rebuild of it all asks for nothing. */
    void finish() throws InterruptedException {
        run.finish();
        assertThat(newCalls()).doesNotHaveDuplicates();
        assertThat(run.keptPrices()).isEqualTo(new HashSet<>(server.calls()));
        run.finish();
        assertThat(newCalls()).isEmpty();
    }

    private List<String> newCalls() {
        List<String> all = server.calls();
        List<String> more = all.subList(calls, all.size());
        calls = all.size();
        return more;
    }

    int rebuildsCutShort() {
        return run.rebuildsCutShort();
    }

    int calls() {
        return calls;
    }

    /** Prices that were asked for again since a kill came between the answer and its being kept. */
    int repeated() {
        return repeated;
    }

    @Override
    public void close() {
        server.close();
    }
}
