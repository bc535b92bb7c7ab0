package io.tidemark.bench.cases;

import io.tidemark.bench.database.ScratchDatabase;
import io.tidemark.bench.ledger.JournalFill;
import io.tidemark.bench.ledger.Ledger;
import io.tidemark.bench.report.Figure;
import io.tidemark.bench.run.Case;
import io.tidemark.bench.run.Round;
import io.tidemark.bench.run.Scale;
import java.util.List;

/**
 * Rebuilds of the lot cache over journals of two extreme shapes, filled once for all rounds: {@value #HOT_LOTS} lots of
 * which all events take, so there is next to nothing to write; and a new lot with each event, so nothing comes again and
 * every event is a row to write and to index.
 */
final class RebuildShapesCase implements Case {

    private static final String HOT = "rebuild_lots_hot";
    private static final String COLD = "rebuild_lots_cold";
    private static final String LOTS = "lots";
    private static final int HOT_LOTS = 100;

    private final Bench bench;
    private final KeptDatabase hot = new KeptDatabase();

    RebuildShapesCase(Bench bench) {
        this.bench = bench;
    }

    @Override
    public List<Figure> figures() {
        return List.of(new Figure(HOT, "events/s"), new Figure(COLD, "events/s"));
    }

    @Override
    public List<Figure> figuresAt(Scale scale) {
        return scale.quick() ? List.of() : figures();
    }

    @Override
    public void warmUp() throws Exception {
        ScratchDatabase made = hot.keep(bench.ledgerDatabase());
        JournalFill.fillHot(made, HOT_LOTS, bench.scale().wholeJournal());
        for (ScratchDatabase database : List.of(made, cold())) {
            try (Ledger ledger = Ledger.start(database)) {
                ledger.rebuild(LOTS);
            }
        }
    }

    private ScratchDatabase cold() throws Exception {
        return bench.filledJournal(bench.scale().wholeJournal());
    }

    @Override
    public void run(Round round) throws Exception {
        if (round.wants(HOT)) {
            rebuild(round, HOT, hot.get());
        }
        if (round.wants(COLD)) {
            rebuild(round, COLD, cold());
        }
    }

    private void rebuild(Round round, String name, ScratchDatabase database) throws Exception {
        try (Ledger ledger = Ledger.start(database)) {
            ledger.awaitProjections();
            bench.settle();
            WholeJournalCase.rebuild(round, name, database, ledger);
        }
    }

    @Override
    public void close() {
        hot.close();
    }
}
