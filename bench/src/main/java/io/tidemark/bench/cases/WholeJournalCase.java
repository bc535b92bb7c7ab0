package io.tidemark.bench.cases;

import io.tidemark.bench.database.ScratchDatabase;
import io.tidemark.bench.database.Usage;
import io.tidemark.bench.ledger.Ledger;
import io.tidemark.bench.naive.BareFold;
import io.tidemark.bench.naive.UpsertPerEvent;
import io.tidemark.bench.report.Figure;
import io.tidemark.bench.run.Case;
import io.tidemark.bench.run.Round;
import io.tidemark.bench.run.Scale;
import io.tidemark.messages.query.JournalVerification;
import java.sql.SQLException;
import java.util.List;

/**
 * What goes over a whole journal: its verification, a rebuild of the lot cache from the request until the new rows are the
 * ones that are read, the same with too little memory, a bare fold of the journal, and a handler with one upsert an event in
 * place of the rebuild. The journal is one that the ledger
 * wrote for the mix, once for all rounds. The handler gets no further than its first events; on a table that has grown
 * less it is the faster for it.
 */
final class WholeJournalCase implements Case {

    static final String REBUILD_LOTS = "rebuild_lots";
    static final String UPSERT_PER_EVENT = "rebuild_upsert_per_event";
    static final String BARE_FOLD = "rebuild_bare_fold";
    static final String SMALL_TARGET = "rebuild_lots_small_target";

    private static final String VERIFY = "verify";
    private static final String LOTS = "lots";

    private final Bench bench;

    WholeJournalCase(Bench bench) {
        this.bench = bench;
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                new Figure(VERIFY, "events/s"),
                new Figure(REBUILD_LOTS, "events/s"),
                new Figure(SMALL_TARGET, "events/s"),
                new Figure(BARE_FOLD, "events/s"),
                new Figure(UPSERT_PER_EVENT, "events/s"));
    }

    @Override
    public List<Figure> figuresAt(Scale scale) {
        return figures().stream()
                .filter(figure -> !scale.quick() || !figure.name().equals(SMALL_TARGET))
                .toList();
    }

    @Override
    public void warmUp() throws Exception {
        ScratchDatabase database = journal();
        try (Ledger ledger = Ledger.start(database)) {
            ledger.awaitProjections();
            verify(Round.discarded(), database, ledger);
            rebuild(Round.discarded(), REBUILD_LOTS, database, ledger);
        }
    }

    private ScratchDatabase journal() throws SQLException, InterruptedException {
        return bench.mixJournal().withEvents(bench.scale().wholeJournal());
    }

    @Override
    public void run(Round round) throws Exception {
        ScratchDatabase database = journal();
        try (Ledger ledger = Ledger.start(database)) {
            ledger.awaitProjections();
            if (round.wants(VERIFY)) {
                bench.settle();
                verify(round, database, ledger);
            }
            if (round.wants(REBUILD_LOTS)) {
                bench.settle();
                rebuild(round, REBUILD_LOTS, database, ledger);
            }
            if (round.wants(BARE_FOLD)) {
                bench.settle();
                long events = database.number(Ledger.EVENT_COUNT);
                round.record(BARE_FOLD, events / BareFold.run(ledger.pages(), events));
            }
            if (round.wants(UPSERT_PER_EVENT)) {
                bench.settle();
                upsert(round, database, ledger);
            }
        }
        if (round.wants(SMALL_TARGET)) {
            rebuildWithLittleMemory(round, database);
        }
    }

    /** Room for a tenth of the lots, so most drains are of one that has left memory. */
    private void rebuildWithLittleMemory(Round round, ScratchDatabase database)
            throws SQLException, InterruptedException {
        long target = Math.max(1, database.number("select count(*) from lots.lot") / 10);
        try (Ledger ledger = Ledger.start(database, "--tidemark.projections.objects-target=" + target)) {
            ledger.awaitProjections();
            bench.settle();
            rebuild(round, SMALL_TARGET, database, ledger);
        }
    }

    private static void verify(Round round, ScratchDatabase database, Ledger ledger) throws SQLException {
        long events = database.number(Ledger.EVENT_COUNT);
        Usage.Start start = Usage.begin(database, Ledger.EVENT_COUNT);
        JournalVerification found = ledger.verify();
        Usage usage = start.end();
        if (!found.ok() || found.checked() != events) {
            throw new IllegalStateException("the journal does not verify: " + found);
        }
        round.record(VERIFY, events / usage.seconds());
        usage.note(round, VERIFY, "event", (double) events);
    }

    static void rebuild(Round round, String name, ScratchDatabase database, Ledger ledger)
            throws SQLException, InterruptedException {
        long events = database.number(Ledger.EVENT_COUNT);
        Usage.Start start = Usage.begin(database, Ledger.EVENT_COUNT);
        round.record(name, events / ledger.rebuild(LOTS));
        Usage usage = start.end();
        usage.note(round, name, "event", (double) events);
        round.note(name, "B WAL/event", (double) usage.walBytes() / events);
    }

    private void upsert(Round round, ScratchDatabase database, Ledger ledger)
            throws SQLException, InterruptedException {
        long events = Math.min(bench.scale().upserts(), database.number(Ledger.EVENT_COUNT));
        Usage.Start start = Usage.begin(database, Ledger.EVENT_COUNT);
        round.record(UPSERT_PER_EVENT, events / UpsertPerEvent.run(database, ledger.events(), events));
        Usage usage = start.end();
        usage.note(round, UPSERT_PER_EVENT, "event", (double) events);
        round.note(UPSERT_PER_EVENT, "B WAL/event", (double) usage.walBytes() / events);
    }
}
