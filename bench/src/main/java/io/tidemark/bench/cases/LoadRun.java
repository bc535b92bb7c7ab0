package io.tidemark.bench.cases;

import io.tidemark.bench.database.ScratchDatabase;
import io.tidemark.bench.database.Usage;
import io.tidemark.bench.ledger.Ledger;
import io.tidemark.bench.load.ClosedLoop;
import io.tidemark.bench.load.Workload;
import io.tidemark.bench.run.Round;
import io.tidemark.bench.run.Scale;
import java.sql.SQLException;
import java.util.function.Supplier;

/**
 * What callers in a closed loop got out of a ledger.
 *
 * @param perSecond acknowledged commands a second
 * @param commands acknowledged commands
 * @param usage what they used
 * @param behind events that the projections had not committed at the end
 */
record LoadRun(double perSecond, double commands, Usage usage, long behind) {

    /** Loads a ledger with so many callers, first unmeasured. The projections are level with the journal afterwards. */
    static LoadRun of(Scale scale, ScratchDatabase database, Ledger ledger, int callers, Supplier<Workload> workloads)
            throws SQLException, InterruptedException {
        return of(scale, 0, database, ledger, callers, workloads);
    }

    /** The same, with at least so many commands before the measured ones. */
    static LoadRun of(
            Scale scale,
            int warmUpCommands,
            ScratchDatabase database,
            Ledger ledger,
            int callers,
            Supplier<Workload> workloads)
            throws SQLException, InterruptedException {
        LoadRun run;
        try (ClosedLoop load = ClosedLoop.ofVirtualThreads(callers, ledger, workloads)) {
            load.warmUp(scale.beforeEach());
            load.goOnUntil(warmUpCommands);
            Usage.Start start = Usage.begin(database, Ledger.EVENT_COUNT);
            long before = load.acknowledged();
            double perSecond = load.rate(scale.measured());
            long commands = load.acknowledged() - before;
            run = new LoadRun(perSecond, commands, start.end(), ledger.behind());
        }
        ledger.awaitProjections();
        return run;
    }

    /** Events of one command. */
    double eventsPerCommand() {
        return usage.events() / commands;
    }

    /** Notes what one command used beside a figure. */
    void note(Round round, String figure) {
        usage.note(round, figure, "command", commands);
        round.note(figure, "events/command", eventsPerCommand());
        round.note(figure, "events behind", (double) behind);
    }
}
