package io.tidemark.bench.cases;

import io.tidemark.bench.database.ScratchDatabase;
import io.tidemark.bench.ledger.Ledger;
import io.tidemark.bench.load.Mix;
import io.tidemark.bench.report.Figure;
import io.tidemark.bench.run.Case;
import io.tidemark.bench.run.Round;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The cost of a command on an account with very many open lots over that when it had few: 256 callers on the account,
 * each in turns granting a lot and spending as much, so the number of lots stays but for one a caller.
 */
final class LotsCostCase implements Case {

    private static final String NAME = "lots_cost_large_over_small";
    private static final int CALLERS = 256;
    private static final int ITEMS = 5_000;

    private final Bench bench;

    LotsCostCase(Bench bench) {
        this.bench = bench;
    }

    @Override
    public List<Figure> figures() {
        return List.of(new Figure(NAME, "ratio"));
    }

    @Override
    public void run(Round round) throws Exception {
        Mix mix = new Mix(1, bench.newRefs());
        int few = bench.scale().smallAccount();
        int many = bench.scale().largeAccount();
        try (ScratchDatabase database = bench.ledgerDatabase();
                Ledger ledger = Ledger.start(database)) {
            ledger.prepare(mix.funding(Bench.FUNDS, Bench.FUNDING_ITEMS));
            ledger.prepare(mix.lots(few - 1, ITEMS, new SplittableRandom(1)));
            double small = commandsPerSecond(round, "small", database, ledger, mix);
            ledger.prepare(mix.lots(many - few, ITEMS, new SplittableRandom(2)));
            double large = commandsPerSecond(round, "large", database, ledger, mix);
            round.record(NAME, small / large);
        }
    }

    private double commandsPerSecond(Round round, String size, ScratchDatabase database, Ledger ledger, Mix mix)
            throws Exception {
        bench.settle();
        LoadRun run = LoadRun.of(bench.scale(), database, ledger, CALLERS, mix::grantAndSpend);
        round.note(NAME, size + " commands/s", run.perSecond());
        round.note(NAME, size + " us JVM/command", run.usage().jvmMicros() / run.commands());
        return run.perSecond();
    }
}
