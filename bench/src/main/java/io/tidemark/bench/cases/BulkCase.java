package io.tidemark.bench.cases;

import io.tidemark.bench.database.ScratchDatabase;
import io.tidemark.bench.ledger.Ledger;
import io.tidemark.bench.load.Mix;
import io.tidemark.bench.report.Figure;
import io.tidemark.bench.run.Case;
import io.tidemark.bench.run.Round;
import java.util.List;

/** Messages of 100 items over the Axon bus, counted in items; an item is an event. */
final class BulkCase implements Case {

    static final String NAME = "bulk_items";

    private static final int ITEMS = 100;
    private static final int CALLERS = 32;

    private final Bench bench;

    BulkCase(Bench bench) {
        this.bench = bench;
    }

    @Override
    public List<Figure> figures() {
        return List.of(new Figure(NAME, "items/s"));
    }

    @Override
    public void run(Round round) throws Exception {
        Mix mix = bench.mix();
        try (ScratchDatabase database = bench.ledgerDatabase();
                Ledger ledger = bench.fundedLedger(database, mix)) {
            bench.settle();
            LoadRun run = LoadRun.of(bench.scale(), database, ledger, CALLERS, () -> mix.bulk(ITEMS));
            round.record(NAME, run.perSecond() * ITEMS);
            run.usage().note(round, NAME, "item", run.commands() * ITEMS);
            round.note(NAME, "events behind", (double) run.behind());
        }
    }
}
