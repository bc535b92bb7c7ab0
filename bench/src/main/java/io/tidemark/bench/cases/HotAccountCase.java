package io.tidemark.bench.cases;

import io.tidemark.bench.database.ScratchDatabase;
import io.tidemark.bench.ledger.Ledger;
import io.tidemark.bench.load.Mix;
import io.tidemark.bench.report.Figure;
import io.tidemark.bench.run.Case;
import io.tidemark.bench.run.Round;
import java.util.List;

/** Every movement on one account, 256 callers. Spends and grants only: a transfer has a second account. */
final class HotAccountCase implements Case {

    static final String NAME = "commands_hot_account";

    private static final int CALLERS = 256;

    private final Bench bench;

    HotAccountCase(Bench bench) {
        this.bench = bench;
    }

    @Override
    public List<Figure> figures() {
        return List.of(new Figure(NAME, "commands/s"));
    }

    @Override
    public void run(Round round) throws Exception {
        Mix mix = new Mix(1, bench.newRefs());
        try (ScratchDatabase database = bench.ledgerDatabase();
                Ledger ledger = bench.fundedLedger(database, mix)) {
            bench.settle();
            LoadRun run = LoadRun.of(bench.scale(), database, ledger, CALLERS, mix::oneAccount);
            round.record(NAME, run.perSecond());
            run.note(round, NAME);
        }
    }
}
