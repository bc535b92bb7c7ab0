package io.tidemark.projection.lots;

import static io.tidemark.projection.lots.Events.drain;
import static io.tidemark.projection.lots.Events.granted;
import static io.tidemark.projection.lots.Events.spent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.messages.MovementKind;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.messages.event.CreditGranted;
import io.tidemark.projection.history.HistoryTables;
import io.tidemark.projection.store.PositionedEvent;
import io.tidemark.projection.store.ProjectionDefinition;
import io.tidemark.projection.store.ProjectionStore;
import io.tidemark.projection.store.StoreFailedException;
import io.tidemark.projection.store.StoreListener;
import io.tidemark.projection.store.StoreSettings;
import io.tidemark.projection.store.postgres.Generations;
import io.tidemark.projection.store.postgres.PostgresStorage;
import io.tidemark.testkit.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lot cache and the history of accounts in a real PostgreSQL. */
class LotsStoreIT {

    private static final RandomLedger LEDGER = new RandomLedger(20260301, 3_000);
    private static final List<PositionedEvent<AccountEvent>> JOURNAL = journal(LEDGER.events());

    private static final StoreSettings ROOMY = new StoreSettings(
            1_000_000, 1_000_000_000, 1, Duration.ofSeconds(60), Duration.ofMillis(20), Duration.ZERO);

    private HikariDataSource database = new HikariDataSource();

    @BeforeEach
    void new_database() {
        database.close();
        database = new HikariDataSource();
        database.setDataSource(TestPostgres.migratedDatabase());
        database.setMaximumPoolSize(4);
    }

    @AfterEach
    void close_database() {
        database.close();
    }

    @Test
    void the_tables_hold_the_plain_truth_about_all_lots() {
        fold(JOURNAL, 1_000, ROOMY);

        assertThat(TableDump.rows(
                        database,
                        "select account, ref, lot_index, remaining from lots.lot order by (account || '|' || ref || '|' ||"
                                + " lot_index || '|' || remaining) collate \"C\""))
                .isEqualTo(LEDGER.remaining());
        assertThat(TableDump.rows(
                        database,
                        "select count(*) from (select account, currency, sum(remaining) as has from lots.lot group by 1, 2) l"
                                + " full join (select account, currency, sum(amount) as has from history.movement group by 1, 2) m"
                                + " using (account, currency) where l.has is distinct from m.has and m.has <> 0"))
                .containsExactly("0");
        assertThat(TableDump.rows(database, "select distinct account, currency from lots.lot order by 1, 2"))
                .isEqualTo(TableDump.rows(database, "select account, currency from lots.account order by 1, 2"));
        assertThat(watermark()).isEqualTo(LEDGER.events().size());
    }

    @ParameterizedTest
    @CsvSource({"1, 1000000", "7, 1000000", "7, 40", "100, 1", "250, 300"})
    void neither_the_size_of_a_batch_nor_the_room_in_memory_makes_a_difference(int size, long objects) {
        List<PositionedEvent<AccountEvent>> part = JOURNAL.subList(0, 700);
        fold(part, 1_000, ROOMY);
        List<String> expected = dump();

        new_database();
        fold(part, size, ROOMY.within(objects, 0));
        assertThat(dump()).isEqualTo(expected);

        new_database();
        fold(part, size, ROOMY.within(objects, 0).forRebuild());
        assertThat(dump()).isEqualTo(expected);
    }

    @Test
    void a_store_that_dies_anywhere_is_taken_up_where_its_rows_stand() {
        List<PositionedEvent<AccountEvent>> part = JOURNAL.subList(0, 1_200);
        fold(part, 1_000, ROOMY);
        List<String> expected = dump();

        new_database();
        for (int death = 1; watermark() < 900; death++) {
            foldAndForget(part, 300 * death);
        }
        assertThat(watermark()).isLessThan(part.size());
        fold(part, 500, ROOMY);
        assertThat(dump()).isEqualTo(expected);
    }

    /** Folds up to a seq with room for little, so that some of it becomes durable and some does not. */
    private void foldAndForget(List<PositionedEvent<AccountEvent>> events, int toSeq) {
        try (ProjectionStore<AccountEvent> store = open(LotTables.projection(), ROOMY.within(50, 0))) {
            int to = Math.min(events.size() - 1, toSeq);
            for (int at = Math.toIntExact(store.processed()); at < to; at += 100) {
                process(store, events.subList(at, Math.min(to, at + 100)));
            }
        }
    }

    @Test
    void a_drain_of_a_lot_that_is_not_there_stops_the_projection() {
        refuses(spent("b", "s", 0, 0, drain("g", 0, 1)), "which is not there");
    }

    @Test
    void a_drain_of_more_than_there_is_stops_the_projection() {
        refuses(spent("a", "s", 0, 0, drain("g", 0, 101)), "which has 100 CREDIT");
    }

    private void refuses(AccountEvent event, String why) {
        fold(journal(List.of(granted("a", "g", 0, 100, null))), 1, ROOMY);
        List<String> before = dump();
        List<RuntimeException> failures = new ArrayList<>();
        try (ProjectionStore<AccountEvent> store =
                ProjectionStore.open(LotTables.projection(), storage(LotTables.projection()), ROOMY, failures::add)) {
            PositionedEvent<AccountEvent> second = new PositionedEvent<>(2, Events.MARCH, event);
            assertThatExceptionOfType(StoreFailedException.class)
                    .isThrownBy(() -> store.process(List.of(second)))
                    .withMessageContaining(why);
        }
        assertThat(failures).hasSize(1);
        assertThat(dump()).isEqualTo(before);
    }

    @Test
    void a_lot_that_is_made_again_after_it_left_memory_stops_the_projection() {
        AccountEvent again = granted("a", "g", 0, 100, null);
        fold(journal(List.of(again, spent("a", "s", 0, 0, drain("g", 0, 100)))), 1, ROOMY);
        try (ProjectionStore<AccountEvent> store = open(LotTables.projection(), ROOMY)) {
            process(store, List.of(new PositionedEvent<>(3, Events.MARCH, again)));

            assertThat(isFlushed(store)).isFalse();
            assertThat(store.failure()).hasMessageContaining("duplicate key");
        }
        assertThat(watermark()).isEqualTo(2);
    }

    @Test
    void events_that_are_not_the_ledgers_move_the_watermark_and_nothing_else() {
        fold(journal(List.of(new RandomLedger.SomethingElse("x"), "text")), 2, ROOMY);

        assertThat(dump()).containsExactly("watermark|2", "watermark|2");
    }

    @Test
    void notes_on_messages_and_items_are_kept_whatever_they_contain() {
        String odd = "quote \" backslash \\ newline \n tab \t escape \u001b 🪙 \u2028 \u00e9 </script>";
        CreditGranted granted = new CreditGranted(
                "a",
                "g",
                0,
                MovementKind.GRANT,
                "i",
                "CREDIT",
                1,
                null,
                Events.MARCH,
                Map.of(odd, ""),
                Map.of("m", odd));
        fold(journal(List.of(granted)), 1, ROOMY);

        assertThat(TableDump.rows(database, "select key, value from history.message, jsonb_each_text(metadata)"))
                .containsExactly("m|" + odd);
        assertThat(TableDump.rows(database, "select key, value from history.movement, jsonb_each_text(metadata)"))
                .containsExactly(odd + "|");
    }

    @Test
    void nul_in_notes_is_left_out_and_does_not_stop_the_projection() {
        CreditGranted granted = new CreditGranted(
                "a",
                "g",
                0,
                MovementKind.GRANT,
                "i",
                "CREDIT",
                1,
                null,
                Events.MARCH,
                Map.of("a\0b", "c\0"),
                Map.of("m", "\0"));
        fold(journal(List.of(granted)), 1, ROOMY);

        assertThat(TableDump.rows(database, "select metadata from history.message"))
                .containsExactly("{\"m\": \"\"}");
        assertThat(TableDump.rows(database, "select metadata from history.movement"))
                .containsExactly("{\"ab\": \"c\"}");
    }

    /** Folds a journal into both projections, from where each stands. */
    private void fold(List<PositionedEvent<AccountEvent>> events, int batchSize, StoreSettings settings) {
        for (ProjectionDefinition<AccountEvent> projection :
                List.of(LotTables.projection(), HistoryTables.projection())) {
            try (ProjectionStore<AccountEvent> store = open(projection, settings)) {
                int from = Math.toIntExact(store.processed());
                for (int at = from; at < events.size(); at += batchSize) {
                    process(store, events.subList(at, Math.min(events.size(), at + batchSize)));
                }
                flush(store);
            }
        }
    }

    private ProjectionStore<AccountEvent> open(ProjectionDefinition<AccountEvent> projection, StoreSettings settings) {
        return ProjectionStore.open(projection, storage(projection), settings, StoreListener.NONE);
    }

    private PostgresStorage storage(ProjectionDefinition<AccountEvent> projection) {
        int live = new Generations(database, projection)
                .requireLive(projection.version())
                .number();
        return new PostgresStorage(database, projection, live);
    }

    private static void process(ProjectionStore<AccountEvent> store, List<PositionedEvent<AccountEvent>> batch) {
        try {
            store.process(batch);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void flush(ProjectionStore<AccountEvent> store) {
        assertThat(isFlushed(store))
                .as("flushed; failed by %s", store.failure())
                .isTrue();
    }

    private static boolean isFlushed(ProjectionStore<AccountEvent> store) {
        try {
            return store.flush(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<PositionedEvent<AccountEvent>> journal(List<?> payloads) {
        List<PositionedEvent<AccountEvent>> events = new ArrayList<>();
        for (Object payload : payloads) {
            long seq = events.size() + 1L;
            AccountEvent event = payload instanceof AccountEvent known ? known : null;
            events.add(new PositionedEvent<>(seq, Events.MARCH.plusMillis(seq), event));
        }
        return events;
    }

    private List<String> dump() {
        return Stream.concat(TableDump.lots(database).stream(), TableDump.history(database).stream())
                .toList();
    }

    private long watermark() {
        List<String> rows = TableDump.rows(database, "select seq from lots.watermark");
        return rows.isEmpty() ? 0 : Long.parseLong(rows.getFirst());
    }
}
