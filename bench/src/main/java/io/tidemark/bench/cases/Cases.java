package io.tidemark.bench.cases;

import io.tidemark.bench.run.Case;
import io.tidemark.bench.run.RatioOf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The registry of what is measured. */
public final class Cases {

    private Cases() {}

    /**
     * All cases, in the order in which a round runs them: the sides of a ratio next to each other.
     *
     * @param serverJar the server that is measured over HTTP; without one that case is left out
     */
    public static List<Case> all(Bench bench, Optional<Path> serverJar) {
        List<Case> cases = new ArrayList<>();
        cases.add(new RawInsertCase(bench));
        cases.add(new CommandsCase(bench));
        cases.add(new HotAccountCase(bench));
        cases.add(new BulkCase(bench));
        serverJar.ifPresent(jar -> cases.add(new HttpCase(bench, jar)));
        cases.add(new StockAxonCase(bench));
        cases.add(new WholeJournalCase(bench));
        cases.add(new BalanceQueryCase(bench));
        cases.add(new CommandCostCase(bench));
        cases.add(new LotsCostCase(bench));
        cases.add(new RebuildShapesCase(bench));
        cases.add(new LiveDuringRebuildCase(bench));
        cases.add(new SmallHeapCase(bench));
        return List.copyOf(cases);
    }

    /** All ratios of two values of one round. */
    public static List<RatioOf> ratios() {
        return List.of(
                new RatioOf("commands_over_raw", CommandsCase.ROWS_256, RawInsertCase.NAME),
                new RatioOf("commands_over_stock", CommandsCase.COMMANDS_256, StockAxonCase.NAME),
                new RatioOf("hot_over_uniform", HotAccountCase.NAME, CommandsCase.COMMANDS_256),
                new RatioOf("bulk_over_raw", BulkCase.NAME, RawInsertCase.NAME),
                new RatioOf("http_over_raw", HttpCase.NAME, RawInsertCase.NAME),
                new RatioOf("rebuild_over_upsert", WholeJournalCase.REBUILD_LOTS, WholeJournalCase.UPSERT_PER_EVENT),
                new RatioOf("rebuild_over_bare_fold", WholeJournalCase.REBUILD_LOTS, WholeJournalCase.BARE_FOLD),
                new RatioOf("reads_rebuild_over_idle", LiveDuringRebuildCase.READS_DURING, LiveDuringRebuildCase.READS),
                new RatioOf(
                        "commands_rebuild_over_idle",
                        LiveDuringRebuildCase.COMMANDS_DURING,
                        LiveDuringRebuildCase.COMMANDS));
    }
}
