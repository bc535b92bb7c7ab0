package io.tidemark.bench.cases;

import io.tidemark.bench.database.ScratchDatabase;
import io.tidemark.bench.ledger.Ledger;
import io.tidemark.bench.load.Mix;
import io.tidemark.bench.load.OpenLoop;
import io.tidemark.bench.report.Figure;
import io.tidemark.bench.run.Case;
import io.tidemark.bench.run.Round;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Movements over the Axon bus, everything on: 10,000 accounts, half spends, three tenths transfers, two tenths grants.
 * Latencies are taken at a fixed rate, {@value #LOAD} of what as many callers got through without one.
 */
final class CommandsCase implements Case {

    static final String COMMANDS_256 = "commands_256";
    /** Events a second, for the ratio to raw inserts. */
    static final String ROWS_256 = "commands_256 in rows/s";

    private static final String COMMANDS = "commands_";
    private static final List<Integer> CALLERS = List.of(256, 1, 1_000);
    private static final List<Integer> TIMED_CALLERS = List.of(1, 1_000);
    private static final double LOAD = 0.65;

    private final Bench bench;

    CommandsCase(Bench bench) {
        this.bench = bench;
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                new Figure(COMMANDS_256, "commands/s"),
                new Figure("commands_1", "commands/s"),
                new Figure("commands_1000", "commands/s"),
                new Figure(latency(1), "ms"),
                new Figure(latency(1_000), "ms"));
    }

    private static String latency(int callers) {
        return "latency_" + callers + "_p99";
    }

    @Override
    public void warmUp() throws Exception {
        bench.mixJournal().grow(bench.scale().firstWarmUp());
    }

    @Override
    public void run(Round round) throws Exception {
        Mix mix = bench.mix();
        try (ScratchDatabase database = bench.ledgerDatabase();
                Ledger ledger = bench.fundedLedger(database, mix)) {
            for (int callers : CALLERS) {
                boolean timed = TIMED_CALLERS.contains(callers) && round.wants(latency(callers));
                if (round.wants(COMMANDS + callers) || timed) {
                    bench.settle();
                    LoadRun run = LoadRun.of(bench.scale(), database, ledger, callers, mix::uniform);
                    round.record(COMMANDS + callers, run.perSecond());
                    run.note(round, COMMANDS + callers);
                    if (callers == 256) {
                        noteRows(round, database, run);
                    }
                    if (timed) {
                        time(round, ledger, mix, callers, run.perSecond());
                    }
                }
            }
        }
    }

    private static void noteRows(Round round, ScratchDatabase database, LoadRun run) throws Exception {
        round.record(ROWS_256, run.perSecond() * run.eventsPerCommand());
        long events = database.number(Ledger.EVENT_COUNT);
        long table = database.number("select pg_relation_size('journal.event')");
        long indexes = database.number("select pg_indexes_size('journal.event')");
        round.note(COMMANDS_256, "B table/event", (double) table / events);
        round.note(COMMANDS_256, "B indexes/event", (double) indexes / events);
    }

    private void time(Round round, Ledger ledger, Mix mix, int callers, double capacity) throws Exception {
        bench.settle();
        double rate = LOAD * capacity;
        Histogram latencies = OpenLoop.latencies(
                callers, rate, bench.scale().warmUp(), bench.scale().measured(), ledger, mix.uniform());
        String figure = latency(callers);
        round.record(figure, millis(latencies.getValueAtPercentile(99)));
        round.note(figure, "p50", millis(latencies.getValueAtPercentile(50)));
        round.note(figure, "p99.9", millis(latencies.getValueAtPercentile(99.9)));
        round.note(figure, "max", millis(latencies.getMaxValue()));
        round.note(figure, "commands/s sent", rate);
        ledger.awaitProjections();
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }
}
