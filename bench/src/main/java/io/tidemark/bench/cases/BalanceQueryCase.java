package io.tidemark.bench.cases;

import io.tidemark.bench.database.ScratchDatabase;
import io.tidemark.bench.ledger.JournalFill;
import io.tidemark.bench.ledger.Ledger;
import io.tidemark.bench.load.OpenLoop;
import io.tidemark.bench.report.Figure;
import io.tidemark.bench.run.Case;
import io.tidemark.bench.run.Round;
import io.tidemark.messages.query.Balance;
import java.util.List;
import java.util.random.RandomGenerator;
import org.HdrHistogram.Histogram;

/**
 * A balance query over Axon's query bus with very many open lots in the lot cache, all of them of accounts that have
 * {@value JournalFill#EVENTS_OF_A_STREAM} each: {@value #CALLERS} callers, {@value #PER_SECOND} queries a second, any
 * account.
 */
final class BalanceQueryCase implements Case {

    private static final String NAME = "balance_query_p99";
    private static final int CALLERS = 16;
    private static final int PER_SECOND = 500;

    private final Bench bench;

    BalanceQueryCase(Bench bench) {
        this.bench = bench;
    }

    @Override
    public List<Figure> figures() {
        return List.of(new Figure(NAME, "ms"));
    }

    @Override
    public void warmUp() throws Exception {
        ScratchDatabase database = bench.filledJournal(bench.scale().lots());
        try (Ledger ledger = Ledger.start(database)) {
            // The fill made events alone; their lots come from here.
            ledger.rebuild("lots");
            latencies(ledger);
        }
        database.execute("vacuum (freeze, analyze)");
    }

    @Override
    public void run(Round round) throws Exception {
        try (Ledger ledger = Ledger.start(bench.filledJournal(bench.scale().lots()))) {
            ledger.awaitProjections();
            bench.settle();
            Histogram latencies = latencies(ledger);
            round.record(NAME, millis(latencies.getValueAtPercentile(99)));
            round.note(NAME, "p50", millis(latencies.getValueAtPercentile(50)));
            round.note(NAME, "p99.9", millis(latencies.getValueAtPercentile(99.9)));
            round.note(NAME, "max", millis(latencies.getMaxValue()));
            round.note(NAME, "queries/s sent", PER_SECOND);
        }
    }

    private Histogram latencies(Ledger ledger) {
        return OpenLoop.latencies(
                CALLERS, PER_SECOND, bench.scale().warmUp(), bench.scale().measured(), random -> ask(ledger, random));
    }

    private void ask(Ledger ledger, RandomGenerator random) {
        int accounts = bench.scale().lots() / JournalFill.EVENTS_OF_A_STREAM;
        Balance balance = ledger.balance(JournalFill.account(random.nextInt(accounts)));
        if (balance.details().size() != JournalFill.EVENTS_OF_A_STREAM) {
            throw new IllegalStateException("not every lot was counted: " + balance);
        }
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }
}
