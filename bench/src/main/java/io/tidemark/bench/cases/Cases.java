package io.tidemark.bench.cases;

import io.tidemark.bench.run.Case;
import io.tidemark.bench.run.RatioOf;
import java.util.List;

/** The registry of what is measured. */
public final class Cases {

    private Cases() {}

    /** All cases, in the order in which a round runs them: the sides of a ratio next to each other. */
    public static List<Case> all(Bench bench) {
        return List.of(
                new RawInsertCase(bench),
                new CommandsCase(bench),
                new HotAccountCase(bench),
                new BulkCase(bench),
                new StockAxonCase(bench),
                new CommandCostCase(bench),
                new LotsCostCase(bench));
    }

    /** All ratios of two values of one round. */
    public static List<RatioOf> ratios() {
        return List.of(
                new RatioOf("commands_over_raw", CommandsCase.ROWS_256, RawInsertCase.NAME),
                new RatioOf("commands_over_stock", CommandsCase.COMMANDS_256, StockAxonCase.NAME),
                new RatioOf("hot_over_uniform", HotAccountCase.NAME, CommandsCase.COMMANDS_256),
                new RatioOf("bulk_over_raw", BulkCase.NAME, RawInsertCase.NAME));
    }
}
