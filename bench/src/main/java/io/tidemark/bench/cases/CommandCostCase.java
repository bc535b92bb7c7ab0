package io.tidemark.bench.cases;

import io.tidemark.bench.database.ScratchDatabase;
import io.tidemark.bench.ledger.JournalFill;
import io.tidemark.bench.ledger.Ledger;
import io.tidemark.bench.load.Mix;
import io.tidemark.bench.report.Figure;
import io.tidemark.bench.run.Case;
import io.tidemark.bench.run.Round;
import java.util.List;

/**
 * The cost of a command with a large journal over that with a small one: 256 callers, the usual mix, over accounts that
 * are funded anew beside what fills the journal. Both journals have a ref for every event, so
 * this is also the cost of so many remembered refs. The large journal is filled once and then used by every round.
 */
final class CommandCostCase implements Case {

    private static final String NAME = "command_cost_large_over_small";
    private static final int CALLERS = 256;

    /**
     * The first change of a page after a checkpoint writes the whole page to the log. A leaf of the index on refs holds
     * some 200, so with a command for every 70 events 19 of 20 leaves were changed, and what is measured goes on until the
     * next checkpoint.
     */
    private static final int EVENTS_A_WARM_UP_COMMAND = 70;

    private final Bench bench;

    CommandCostCase(Bench bench) {
        this.bench = bench;
    }

    @Override
    public List<Figure> figures() {
        return List.of(new Figure(NAME, "ratio"));
    }

    @Override
    public void warmUp() throws Exception {
        bench.filledJournal(bench.scale().largeJournal());
    }

    @Override
    public void run(Round round) throws Exception {
        double small;
        try (ScratchDatabase database = bench.ledgerDatabase()) {
            JournalFill.fill(database, bench.scale().smallJournal());
            small = commandsPerSecond(round, "small", database);
        }
        double large = commandsPerSecond(
                round, "large", bench.filledJournal(bench.scale().largeJournal()));
        round.record(NAME, small / large);
    }

    private double commandsPerSecond(Round round, String size, ScratchDatabase database) throws Exception {
        Mix mix = bench.mix();
        try (Ledger ledger = bench.fundedLedger(database, mix)) {
            bench.settle();
            LoadRun run = LoadRun.of(
                    bench.scale(),
                    bench.scale().largeJournal() / EVENTS_A_WARM_UP_COMMAND,
                    database,
                    ledger,
                    CALLERS,
                    mix::uniform);
            round.note(NAME, size + " commands/s", run.perSecond());
            round.note(
                    NAME,
                    size + " B WAL/event",
                    (double) run.usage().walBytes() / run.usage().events());
            round.note(NAME, size + " us JVM/command", run.usage().jvmMicros() / run.commands());
            run.usage()
                    .postgresMicros()
                    .ifPresent(micros -> round.note(NAME, size + " us PostgreSQL/command", micros / run.commands()));
            return run.perSecond();
        }
    }
}
