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
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What others notice of a rebuild: queries for balances and commands a second, each by itself in a closed loop, without a
 * rebuild before and after, and in between while the lots are rebuilt, once or as often as fits in. Queries have a
 * journal that is filled once; commands, which make it longer, a fresh one each round, and accounts that are in memory.
 */
final class LiveDuringRebuildCase implements Case {

    static final String READS = "reads_idle";
    static final String READS_DURING = "reads_during_rebuild";
    static final String COMMANDS = "live_commands_idle";
    static final String COMMANDS_DURING = "live_commands_during_rebuild";

    private static final String LOTS = "lots";
    private static final int READERS = 16;
    private static final int CALLERS = 256;

    /** A rebuild beside others takes its time, so its journal is a share of the one that rebuilds are measured with. */
    private static final int SHARE = 5;

    /**
     * Commands after which as many lots are drained as come. Until then spends take from what accounts were funded with,
     * which costs PostgreSQL less: a lot that is drained changes its place in an index.
     */
    private static final int COMMANDS_AN_ACCOUNT = 20;

    private final Bench bench;
    private final KeptDatabase filled = new KeptDatabase();

    LiveDuringRebuildCase(Bench bench) {
        this.bench = bench;
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
    public List<Figure> figuresAt(Scale scale) {
        return scale.quick() ? List.of() : figures();
    }

    @Override
    public void warmUp() throws Exception {
        fill(filled.keep(bench.ledgerDatabase()));
        // Or the first side would pay for compiling what the second one runs.
        reads(Round.discarded());
        commands(Round.discarded(), 0);
    }

    private void fill(ScratchDatabase database) throws Exception {
        JournalFill.fill(database, events());
        try (Ledger ledger = Ledger.start(database)) {
            // The fill made events alone; their lots come from here.
            ledger.rebuild(LOTS);
        }
        database.execute("vacuum (freeze, analyze)");
    }

    private int events() {
        return Math.max(JournalFill.EVENTS_OF_A_STREAM, bench.scale().wholeJournal() / SHARE);
    }

    @Override
    public void run(Round round) throws Exception {
        if (round.wants(READS) || round.wants(READS_DURING)) {
            reads(round);
        }
        if (round.wants(COMMANDS) || round.wants(COMMANDS_DURING)) {
            commands(round, COMMANDS_AN_ACCOUNT * bench.scale().accounts());
        }
    }

    private void reads(Round round) throws InterruptedException {
        try (Ledger ledger = Ledger.start(filled.get())) {
            ledger.awaitProjections();
            bench.settle();
            try (ClosedLoop load =
                    ClosedLoop.ofVirtualThreads(READERS, command -> ask(ledger, command), this::question)) {
                measure(round, READS, READS_DURING, ledger, load, 0);
            }
        }
    }

    private void commands(Round round, int warmUpCommands) throws Exception {
        Mix mix = bench.mix();
        try (ScratchDatabase database = bench.ledgerDatabase()) {
            fill(database);
            try (Ledger ledger = bench.fundedLedger(database, mix)) {
                bench.settle();
                try (ClosedLoop load = ClosedLoop.ofVirtualThreads(CALLERS, ledger, mix::uniform)) {
                    measure(round, COMMANDS, COMMANDS_DURING, ledger, load, warmUpCommands);
                }
                ledger.awaitProjections();
            }
        }
    }

    private void measure(Round round, String idle, String during, Ledger ledger, ClosedLoop load, int warmUpCommands)
            throws InterruptedException {
        load.warmUp(bench.scale().beforeEach());
        load.goOnUntil(warmUpCommands);
        double before = load.rate(bench.scale().measured());
        Rebuilding rebuilding = new Rebuilding(ledger, bench.scale().measured());
        long start = load.acknowledged();
        long from = System.nanoTime();
        load.goOnWhile(rebuilding::goesOn);
        round.record(during, (load.acknowledged() - start) * 1e9 / (System.nanoTime() - from));
        round.note(during, "rebuilds", rebuilding.end());
        double after = load.rate(bench.scale().measured());
        round.record(idle, (before + after) / 2);
        round.note(idle, "before", before);
        round.note(idle, "after", after);
    }

    /** A command that names an account: what is asked is its balance. */
    private Workload question() {
        int accounts = events() / JournalFill.EVENTS_OF_A_STREAM;
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
