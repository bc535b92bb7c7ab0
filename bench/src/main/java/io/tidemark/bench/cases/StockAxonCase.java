package io.tidemark.bench.cases;

import io.tidemark.bench.database.ScratchDatabase;
import io.tidemark.bench.database.Usage;
import io.tidemark.bench.ledger.StockLedger;
import io.tidemark.bench.load.ClosedLoop;
import io.tidemark.bench.load.Mix;
import io.tidemark.bench.report.Figure;
import io.tidemark.bench.run.Case;
import io.tidemark.bench.run.Round;
import java.time.Duration;
import java.util.List;

/** Axon's own JDBC engine under the same movements, at the best of several numbers of threads. */
final class StockAxonCase implements Case {

    static final String NAME = "stock_axon_commands";

    private static final List<Integer> THREADS = List.of(1, 4, 16, 64);
    private static final int MOST_THREADS = 64;

    private final Bench bench;

    StockAxonCase(Bench bench) {
        this.bench = bench;
    }

    @Override
    public List<Figure> figures() {
        return List.of(new Figure(NAME, "commands/s"));
    }

    @Override
    public void warmUp() throws Exception {
        measure(Round.discarded(), bench.scale().measured());
    }

    @Override
    public void run(Round round) throws Exception {
        measure(round, bench.scale().measured().dividedBy(2));
    }

    private void measure(Round round, Duration each) throws Exception {
        Mix mix = bench.mix();
        try (ScratchDatabase database = bench.postgres().emptyDatabase();
                StockLedger ledger = StockLedger.start(database, MOST_THREADS)) {
            ledger.sendAll(mix.funding(Bench.FUNDS, Bench.FUNDING_ITEMS));
            bench.settle();
            double best = 0;
            for (int threads : THREADS) {
                try (ClosedLoop load = new ClosedLoop(
                        threads, Thread.ofPlatform().name("caller-", 0).factory(), ledger, mix::uniform)) {
                    load.warmUp(bench.scale().beforeEach());
                    Usage.Start start = Usage.begin(database, StockLedger.EVENT_COUNT);
                    long before = load.acknowledged();
                    double perSecond = load.rate(each);
                    if (perSecond > best) {
                        best = perSecond;
                        start.end().note(round, NAME, "command", (double) load.acknowledged() - before);
                        round.note(NAME, "threads", threads);
                    }
                }
            }
            round.record(NAME, best);
        }
    }
}
