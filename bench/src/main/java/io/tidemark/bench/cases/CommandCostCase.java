package io.tidemark.bench.cases;

import io.tidemark.bench.database.ScratchDatabase;
import io.tidemark.bench.ledger.JournalFill;
import io.tidemark.bench.ledger.Ledger;
import io.tidemark.bench.load.Mix;
import io.tidemark.bench.load.Refs;
import io.tidemark.bench.report.Figure;
import io.tidemark.bench.run.Case;
import io.tidemark.bench.run.Round;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cost of a command with a large journal over that with a small one: 256 callers, the usual mix, over accounts that
 * are funded anew beside what fills the journal. The large journal is filled once and then used by every round.
 */
final class CommandCostCase implements Case {

    private static final String NAME = "command_cost_large_over_small";
    private static final int CALLERS = 256;

    /**
     * The first change of a page after a checkpoint writes the whole page to the log. A leaf of the index on refs holds
     * some 200, so with a command for every 50 events nearly every leaf was changed, and what is measured goes on until the
     * next checkpoint.
     */
    private static final int EVENTS_A_WARM_UP_COMMAND = 50;

    private final Bench bench;
    private @Nullable ScratchDatabase large;
    private int runsOnLarge;

    CommandCostCase(Bench bench) {
        this.bench = bench;
    }

    @Override
    public List<Figure> figures() {
        return List.of(new Figure(NAME, "ratio"));
    }

    @Override
    public void warmUp() throws Exception {
        large = filled(bench.scale().largeJournal());
    }

    @Override
    public void run(Round round) throws Exception {
        double small;
        try (ScratchDatabase database = filled(bench.scale().smallJournal())) {
            small = commandsPerSecond(round, "small", database, new Refs(1));
        }
        ScratchDatabase filled = large;
        if (filled == null) {
            throw new IllegalStateException("the large journal is not there");
        }
        runsOnLarge++;
        double ofLarge = commandsPerSecond(round, "large", filled, new Refs(1 + runsOnLarge));
        round.record(NAME, small / ofLarge);
    }

    private ScratchDatabase filled(int events) throws SQLException {
        ScratchDatabase database = bench.postgres().emptyDatabase();
        JournalFill.fill(database, events);
        return database;
    }

    private double commandsPerSecond(Round round, String size, ScratchDatabase database, Refs refs) throws Exception {
        Mix mix = new Mix(bench.scale().accounts(), refs);
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

    @Override
    public void close() {
        if (large != null) {
            large.close();
        }
    }
}
