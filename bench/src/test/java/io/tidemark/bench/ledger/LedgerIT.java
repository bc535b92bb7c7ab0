package io.tidemark.bench.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tidemark.bench.database.ScratchDatabase;
import io.tidemark.bench.database.ScratchPostgres;
import io.tidemark.bench.load.ClosedLoop;
import io.tidemark.bench.load.Mix;
import io.tidemark.bench.load.Refs;
import io.tidemark.bench.naive.UpsertPerEvent;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LedgerIT {

    private static final String LOTS = "select count(*) from lots.lot";
    private static final String LOTS_THAT_DIFFER = """
            select count(*)
            from lots.lot l full join public.naive_lot n using (account, ref, lot_index)
            where l.remaining is distinct from n.remaining or l.expires_at is distinct from n.expires_at
            """;

    @Test
    void a_rebuild_and_the_naive_handler_come_to_the_same_lots_and_stopping_is_silent(@TempDir Path scratch)
            throws Exception {
        ListAppender<ILoggingEvent> logged = logged();
        Mix mix = new Mix(10, new Refs(1));
        try (ScratchPostgres postgres = ScratchPostgres.start(scratch);
                ScratchDatabase database = postgres.emptyDatabase()) {
            try (Ledger ledger = Ledger.start(database)) {
                ledger.prepare(mix.funding(1_000_000, 10));
                try (ClosedLoop load = ClosedLoop.ofVirtualThreads(8, ledger, mix::uniform)) {
                    load.goOn(Duration.ofMillis(500));
                }
                ledger.awaitProjections();
                long lots = database.number(LOTS);
                long events = database.number(Ledger.EVENT_COUNT);

                assertThat(ledger.rebuild("lots")).isPositive();
                assertThat(UpsertPerEvent.run(database, ledger.events(), events))
                        .isPositive();

                assertThat(database.number(LOTS)).isEqualTo(lots).isPositive();
                assertThat(database.number(LOTS_THAT_DIFFER)).isZero();
                assertThat(ledger.verify().checked()).isEqualTo(events);
                assertThat(ledger.balance("account-00000").balance()).isPositive();
            }
            assertThat(fill(database.server())).isEqualTo(100);
        }
        assertThat(logged.list)
                .filteredOn(event -> event.getLevel() == Level.ERROR)
                .isEmpty();
    }

    /** Fills a journal and has its lots made: how many the last account has then. */
    private static int fill(ScratchPostgres postgres) throws Exception {
        try (ScratchDatabase database = postgres.emptyDatabase()) {
            Ledger.start(database).close();
            JournalFill.fill(database, 1_000);
            try (Ledger ledger = Ledger.start(database)) {
                ledger.rebuild("lots");
                return ledger.balance(JournalFill.account(9)).details().size();
            }
        }
    }

    private static ListAppender<ILoggingEvent> logged() {
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(appender);
        return appender;
    }
}
