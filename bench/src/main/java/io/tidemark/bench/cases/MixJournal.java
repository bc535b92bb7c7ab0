package io.tidemark.bench.cases;

import io.tidemark.bench.database.ScratchDatabase;
import io.tidemark.bench.ledger.Ledger;
import io.tidemark.bench.load.ClosedLoop;
import io.tidemark.bench.load.Mix;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A journal that the ledger wrote for the usual mix. All cases that need one share it, and it grows as they need it; it
 * begins with the funding of the accounts, one event each. It goes with the server. Used by one thread.
 */
final class MixJournal {

    private static final int CALLERS = 256;

    private final Bench bench;
    private final Mix mix;
    private @Nullable ScratchDatabase database;

    MixJournal(Bench bench) {
        this.bench = bench;
        this.mix = bench.mix();
    }

    /** The journal with so many events at least, and projections that have them all. */
    ScratchDatabase withEvents(int events) throws SQLException, InterruptedException {
        ScratchDatabase made = database;
        if (made == null || made.number(Ledger.EVENT_COUNT) < events) {
            try (Ledger ledger = open();
                    ClosedLoop load = ClosedLoop.ofVirtualThreads(CALLERS, ledger, mix::uniform)) {
                load.goOnWhile(() -> get().number(Ledger.EVENT_COUNT) < events);
            }
            made = get();
        }
        return made;
    }

    /** Lets it grow for a while, to have the code compiled. */
    void grow(Duration time) throws InterruptedException {
        try (Ledger ledger = open();
                ClosedLoop load = ClosedLoop.ofVirtualThreads(CALLERS, ledger, mix::uniform)) {
            load.goOn(time);
        }
    }

    private Ledger open() throws InterruptedException {
        if (database == null) {
            database = bench.ledgerDatabase();
            return bench.fundedLedger(database, mix);
        }
        return Ledger.start(database);
    }

    private ScratchDatabase get() {
        return Objects.requireNonNull(database);
    }
}
