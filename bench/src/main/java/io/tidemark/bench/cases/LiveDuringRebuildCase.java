package io.tidemark.bench.cases;

import io.tidemark.bench.database.ScratchDatabase;
import io.tidemark.bench.ledger.JournalFill;
import io.tidemark.bench.ledger.Ledger;
import io.tidemark.bench.load.ClosedLoop;
import io.tidemark.bench.load.Mix;
import io.tidemark.bench.load.Workload;
import io.tidemark.bench.report.Figure;
import io.tidemark.bench.run.Case;
import io.tidemark.bench.run.Round;
import io.tidemark.bench.run.Scale;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.SpendCredits;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What others notice of a rebuild: queries for balances and commands a second, each by itself in a closed loop, first
 * without a rebuild and then while the lots are rebuilt again and again. The journal is filled once; its lots are there.
 */
final class LiveDuringRebuildCase implements Case {

    static final String READS = "reads_idle";
    static final String READS_DURING = "reads_during_rebuild";
    static final String COMMANDS = "live_commands_idle";
    static final String COMMANDS_DURING = "live_commands_during_rebuild";

    private static final String LOTS = "lots";
    private static final int READERS = 16;
    private static final int CALLERS = 256;

    private final Bench bench;
    private final Mix mix;
    private final KeptDatabase filled = new KeptDatabase();

    LiveDuringRebuildCase(Bench bench) {
        this.bench = bench;
        this.mix = bench.mix();
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                new Figure(READS, "queries/s"),
                new Figure(READS_DURING, "queries/s"),
                new Figure(COMMANDS, "commands/s"),
                new Figure(COMMANDS_DURING, "commands/s"));
    }

    @Override
    public boolean isPartOf(Scale scale) {
        return !scale.quick();
    }

    @Override
    public void warmUp() throws Exception {
        ScratchDatabase database = filled.keep(bench.postgres().emptyDatabase());
        JournalFill.fill(database, bench.scale().wholeJournal());
        try (Ledger ledger = Ledger.start(database)) {
            // The fill made events alone; their lots come from here.
            ledger.rebuild(LOTS);
        }
        try (Ledger ledger = bench.fundedLedger(database, mix)) {
            ledger.awaitProjections();
            database.execute("analyze");
            // Or the first side would pay for compiling what the second one runs.
            measureReads(Round.discarded(), ledger, bench.scale().firstWarmUp());
            measureCommands(Round.discarded(), ledger, bench.scale().firstWarmUp());
        }
    }

    @Override
    public void run(Round round) throws Exception {
        try (Ledger ledger = Ledger.start(filled.get())) {
            ledger.awaitProjections();
            if (round.wants(READS) || round.wants(READS_DURING)) {
                measureReads(round, ledger, bench.scale().warmUp());
            }
            if (round.wants(COMMANDS) || round.wants(COMMANDS_DURING)) {
                measureCommands(round, ledger, bench.scale().warmUp());
            }
        }
    }

    private void measureReads(Round round, Ledger ledger, Duration warmUp) throws InterruptedException {
        bench.settle();
        try (ClosedLoop load = ClosedLoop.ofVirtualThreads(READERS, command -> ask(ledger, command), this::question)) {
            measure(round, READS, READS_DURING, ledger, load, warmUp);
        }
    }

    private void measureCommands(Round round, Ledger ledger, Duration warmUp) throws InterruptedException {
        bench.settle();
        try (ClosedLoop load = ClosedLoop.ofVirtualThreads(CALLERS, ledger, mix::uniform)) {
            measure(round, COMMANDS, COMMANDS_DURING, ledger, load, warmUp);
        }
        ledger.awaitProjections();
    }

    private void measure(Round round, String idle, String during, Ledger ledger, ClosedLoop load, Duration warmUp)
            throws InterruptedException {
        load.goOn(warmUp);
        round.record(idle, load.rate(bench.scale().measured()));
        Rebuilding rebuilding = new Rebuilding(ledger);
        long start = load.acknowledged();
        long from = System.nanoTime();
        do {
            load.goOn(bench.scale().measured().dividedBy(4));
        } while (!rebuilding.isEnough(bench.scale().measured()));
        round.record(during, (load.acknowledged() - start) * 1e9 / (System.nanoTime() - from));
        round.note(during, "rebuilds", rebuilding.stop());
    }

    /** A command that names an account: what is asked is its balance. */
    private Workload question() {
        int accounts = Math.max(1, bench.scale().wholeJournal() / JournalFill.EVENTS_OF_A_STREAM);
        return (RandomGenerator random) -> new SpendCredits(
                "asked", List.of(new SpendCredits.Item(JournalFill.account(random.nextInt(accounts)), 1)));
    }

    private static void ask(Ledger ledger, MovementCommand command) {
        if (command instanceof SpendCredits named
                && ledger.balance(named.items().getFirst().account()).details().isEmpty()) {
            throw new IllegalStateException("an account has no lots: " + named);
        }
    }

    @Override
    public void close() {
        filled.close();
    }
}
