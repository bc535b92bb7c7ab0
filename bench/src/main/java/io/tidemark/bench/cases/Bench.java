package io.tidemark.bench.cases;

import io.tidemark.bench.database.ScratchDatabase;
import io.tidemark.bench.database.ScratchPostgres;
import io.tidemark.bench.ledger.JournalFill;
import io.tidemark.bench.ledger.Ledger;
import io.tidemark.bench.load.ClosedLoop;
import io.tidemark.bench.load.Mix;
import io.tidemark.bench.load.Refs;
import io.tidemark.bench.profile.WritePathProfile;
import io.tidemark.bench.run.Scale;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What cases are given. Its server starts when it is first asked for. Used by one thread. */
public final class Bench implements AutoCloseable {

    /** Enough for any account in any run. */
    static final long FUNDS = 1_000_000_000L;

    static final int FUNDING_ITEMS = 500;

    /** Commands after which the compilers have little left to do. */
    private static final int COMPILED_AFTER = 300_000;

    private final Scale scale;
    private final Path scratch;
    private final Map<Integer, ScratchDatabase> filledJournals = new HashMap<>();
    private final AtomicInteger refs = new AtomicInteger();
    private @Nullable ScratchPostgres postgres;
    private @Nullable ScratchDatabase laidOut;
    private @Nullable MixJournal mixJournal;

    /**
     * A benchmark.
     *
     * @param scale how long and how large it is
     * @param scratch where the server's directory is made
     */
    public Bench(Scale scale, Path scratch) {
        this.scale = scale;
        this.scratch = scratch;
    }

    /** How long and how large it is. */
    public Scale scale() {
        return scale;
    }

    /** The server. */
    public ScratchPostgres postgres() {
        ScratchPostgres started = postgres;
        if (started == null) {
            try {
                started = ScratchPostgres.start(scratch);
            } catch (IOException e) {
                throw new UncheckedIOException("no scratch PostgreSQL in " + scratch, e);
            }
            postgres = started;
        }
        return started;
    }

    /** Movements between the usual number of accounts. */
    Mix mix() {
        return new Mix(scale.accounts(), newRefs());
    }

    /** A database for a ledger that has started once: with all tables, and nothing in them. */
    ScratchDatabase ledgerDatabase() {
        ScratchDatabase template = laidOut;
        if (template == null) {
            template = postgres().emptyDatabase();
            // Makes the tables, also those that projections make for themselves.
            Ledger.start(template).close();
            laidOut = template;
        }
        return postgres().copyOf(template);
    }

    /** The journal of the usual mix. */
    MixJournal mixJournal() {
        MixJournal made = mixJournal;
        if (made == null) {
            made = new MixJournal(this);
            mixJournal = made;
        }
        return made;
    }

    /** Starts a ledger whose accounts have enough. */
    Ledger fundedLedger(ScratchDatabase database, Mix mix) throws InterruptedException {
        Ledger ledger = Ledger.start(database);
        ledger.prepare(mix.funding(FUNDS, FUNDING_ITEMS));
        return ledger;
    }

    /** A database whose journal is filled with so many events. There is one of each size; it goes with the server. */
    ScratchDatabase filledJournal(int events) throws SQLException {
        ScratchDatabase filled = filledJournals.get(events);
        if (filled == null) {
            filled = ledgerDatabase();
            JournalFill.fill(filled, events);
            filledJournals.put(events, filled);
        }
        return filled;
    }

    /** Numbers refs, so that runs over one database do not repeat those of each other. */
    Refs newRefs() {
        return new Refs(refs.incrementAndGet());
    }

    /** Makes the moments before a measurement alike: no dirty pages and no garbage of the run before. */
    void settle() {
        postgres().checkpoint();
        System.gc();
    }

    /**
     * Says where the time of the write path goes.
     *
     * @param callers how many send at once
     */
    public WritePathProfile profile(int callers) throws SQLException, IOException, InterruptedException {
        Mix mix = mix();
        try (ScratchDatabase database = ledgerDatabase();
                Ledger ledger = fundedLedger(database, mix);
                Connection superuser = postgres().superuserConnection();
                ClosedLoop load = ClosedLoop.ofVirtualThreads(callers, ledger, mix::uniform)) {
            load.goOnUntil(COMPILED_AFTER);
            load.warmUp(scale.beforeFirst());
            return WritePathProfile.of(load, superuser, scale.measured().multipliedBy(2));
        }
    }

    @Override
    public void close() {
        if (postgres != null) {
            postgres.close();
        }
    }
}
