package io.tidemark.projection.lots;

import static io.tidemark.projection.lots.TableDump.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.projection.live.LiveProjection;
import io.tidemark.projection.rebuild.Rebuilds;
import io.tidemark.projection.store.PositionedEvent;
import io.tidemark.projection.store.ProjectionDefinition;
import io.tidemark.projection.store.StoreListener;
import io.tidemark.projection.store.StoreSettings;
import io.tidemark.testkit.TestPostgres;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LotRebuildIT {

    private static final int SIZE = 4_000;
    private static final String GENERATION =
            "select generation from projection.generation where projection = 'lots' and state = 'live'";
    private static final String TABLES =
            "select count(*) from pg_class where relkind = 'r' and relname similar to '(lot|account)_g[0-9]+'";

    private final HikariDataSource database = new HikariDataSource();
    private final GrowingJournal journal = new GrowingJournal(new RandomLedger(11, SIZE).events());
    private final LiveProjection<AccountEvent> live;
    private final Rebuilds<AccountEvent> rebuilds;

    LotRebuildIT() {
        database.setDataSource(TestPostgres.migratedDatabase());
        database.setMaximumPoolSize(10);
        live = live(LotTables.projection());
        rebuilds = new Rebuilds<>(live, database, journal);
    }

    @AfterEach
    void close() {
        journal.release();
        rebuilds.close();
        database.close();
    }

    @Test
    void a_rebuild_gives_equal_rows_in_a_new_generation_and_leaves_no_table_behind() throws InterruptedException {
        follow(SIZE);
        List<String> before = flushedDump();
        long generation = number(database, GENERATION);

        rebuild(true);

        assertThat(rebuilds.lastError()).isNull();
        assertThat(TableDump.lots(database)).isEqualTo(before);
        assertThat(number(database, GENERATION)).isGreaterThan(generation);
        assertThat(number(database, TABLES)).isEqualTo(2);
    }

    @Test
    void readers_and_writers_go_on_during_a_rebuild_and_nobody_sees_an_older_state() throws Exception {
        follow(SIZE / 2);
        flushedDump();
        AtomicBoolean isDone = new AtomicBoolean();
        AtomicReference<String> fault = new AtomicReference<>("");
        Thread reader = Thread.ofPlatform().start(() -> readUntil(isDone, fault));

        assertThat(rebuilds.start(false)).isTrue();
        for (int seq = SIZE / 2; seq < SIZE; seq += 20) {
            process(seq, seq + 20);
            Thread.sleep(1);
        }
        awaitEnd();
        isDone.set(true);
        reader.join();

        assertThat(fault.get()).isEmpty();
        assertThat(rebuilds.lastError()).isNull();
        List<String> dump = flushedDump();
        rebuild(true);
        assertThat(rebuilds.lastError()).isNull();
        assertThat(TableDump.lots(database)).isEqualTo(dump);
    }

    /** Nothing may be missing, or be older than what was seen before. */
    private void readUntil(AtomicBoolean isDone, AtomicReference<String> fault) {
        long seen = 0;
        while (!isDone.get()) {
            List<String> rows = TableDump.rows(
                    database,
                    "select w.seq, (select count(*) from lots.lot l), (select max(l.seq) from lots.lot l) <= w.seq"
                            + " from lots.watermark w");
            String[] columns = rows.isEmpty()
                    ? new String[] {"0", "0", "f"}
                    : rows.getFirst().split("\\|");
            long seq = Long.parseLong(columns[0]);
            if (seq < seen || Long.parseLong(columns[1]) < 100 || !columns[2].equals("t")) {
                fault.accumulateAndGet(rows + " after seq " + seen, (first, next) -> first.isEmpty() ? next : first);
            }
            seen = seq;
        }
    }

    @Test
    void rows_that_are_not_what_the_journal_says_are_found_and_stay_until_a_plain_reset() throws InterruptedException {
        follow(SIZE);
        List<String> right = flushedDump();
        TableDump.rows(
                database,
                "with x as (update lots.lot_row set remaining = remaining - 1 where ctid ="
                        + " (select min(ctid) from lots.lot_row where remaining > 0) returning 1) select * from x");
        List<String> wrong = TableDump.lots(database);

        rebuild(true);

        assertThat(rebuilds.lastError()).contains("lots.lot");
        assertThat(TableDump.lots(database)).isEqualTo(wrong);
        assertThat(number(database, TABLES)).isEqualTo(2);
        rebuild(false);
        assertThat(rebuilds.lastError()).isNull();
        assertThat(TableDump.lots(database)).isEqualTo(right);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 30})
    void a_rebuild_that_is_stopped_leaves_the_live_rows_and_goes_on_at_the_next_start(int pages)
            throws InterruptedException {
        follow(SIZE);
        List<String> before = flushedDump();
        journal.holdAfter(pages);
        assertThat(rebuilds.start(false)).isTrue();
        Waiting.until(
                "the pages are used up", () -> rebuilds.progress().orElseThrow().seq() >= Math.max(0, pages - 4) * 97L);
        rebuilds.stop();
        assertThat(TableDump.lots(database)).isEqualTo(before);
        assertThat(rebuilds.progress()).isEmpty();

        journal.release();
        rebuilds.startIfNeeded();
        awaitEnd();

        assertThat(rebuilds.lastError()).isNull();
        assertThat(live.generations().building()).isEmpty();
        assertThat(TableDump.lots(database)).isEqualTo(before);
    }

    @Test
    void a_rebuild_that_was_stopped_can_be_dropped() throws InterruptedException {
        follow(SIZE);
        List<String> before = flushedDump();
        journal.holdAfter(5);
        rebuilds.start(false);
        Waiting.until(
                "something is folded", () -> rebuilds.progress().orElseThrow().seq() > 0);
        assertThat(rebuilds.drop()).as("while it is under way").isFalse();
        rebuilds.stop();

        assertThat(rebuilds.drop()).isTrue();

        assertThat(rebuilds.drop()).as("twice").isFalse();
        assertThat(TableDump.lots(database)).isEqualTo(before);
        assertThat(number(database, TABLES)).isEqualTo(2);
    }

    @Test
    void one_rebuild_runs_at_a_time_among_all_nodes() throws InterruptedException {
        follow(SIZE);
        flushedDump();
        try (Rebuilds<AccountEvent> other = new Rebuilds<>(live(LotTables.projection()), database, journal)) {
            journal.holdAfter(2);
            assertThat(rebuilds.start(false)).isTrue();
            assertThat(rebuilds.start(false)).isFalse();
            assertThat(other.start(false)).isFalse();
            assertThat(other.drop()).isFalse();
            journal.release();
            awaitEnd();
            assertThat(other.start(false)).isTrue();
        }
    }

    @Test
    void rows_of_another_version_are_served_until_those_of_the_new_one_take_their_place() throws InterruptedException {
        follow(SIZE);
        List<String> before = flushedDump();
        live.close();
        ProjectionDefinition<AccountEvent> old = LotTables.projection();
        LiveProjection<AccountEvent> next =
                live(new ProjectionDefinition<>(old.name(), old.version() + 1, old.tables(), old.handler()));
        assertThatThrownBy(next::claim).hasMessageContaining("are of version " + old.version());
        try (Rebuilds<AccountEvent> nextRebuilds = new Rebuilds<>(next, database, journal)) {
            nextRebuilds.startIfNeeded();
            Waiting.until("the rebuild is over", () -> nextRebuilds.progress().isEmpty());

            assertThat(next.claim()).isEqualTo(SIZE);
            assertThat(TableDump.lots(database)).isEqualTo(before);
        }
        assertThatThrownBy(live::claim).hasMessageContaining("are of version " + (old.version() + 1));
    }

    @Test
    void a_projection_that_failed_goes_on_after_a_reset() throws InterruptedException {
        follow(100);
        flushedDump();
        PositionedEvent<AccountEvent> poison = new PositionedEvent<>(
                101, Events.MARCH, Events.spent("a", "poison", 0, 0, Events.drain("no such lot", 0, 1)));
        assertThatThrownBy(() -> live.process(List.of(poison))).hasMessageContaining("'lots'");
        assertThat(live.failure()).isNotNull();
        assertThatThrownBy(live::claim).hasMessageContaining("has failed");

        rebuild(false);

        assertThat(live.failure()).isNull();
        process(live.claim(), SIZE);
        flushedDump();
        rebuild(true);
        assertThat(rebuilds.lastError()).isNull();
    }

    @Test
    void a_gap_in_what_is_fed_is_refused_and_harms_nothing() throws InterruptedException {
        follow(100);

        assertThatThrownBy(() -> live.process(journal.part(120, 130))).hasMessageContaining("where seq 101 comes next");

        assertThat(live.failure()).isNull();
        process(100, SIZE);
        flushedDump();
        rebuild(true);
        assertThat(rebuilds.lastError()).isNull();
    }

    private void follow(int seq) {
        live.claim();
        process(0, seq);
    }

    private void process(long after, long upTo) {
        journal.growTo(upTo);
        for (long from = after; from < upTo; from += 500) {
            live.process(journal.part(from, Math.min(upTo, from + 500)));
        }
    }

    private List<String> flushedDump() throws InterruptedException {
        assertThat(live.flush()).isTrue();
        return TableDump.lots(database);
    }

    private void rebuild(boolean isVerified) {
        assertThat(rebuilds.start(isVerified)).isTrue();
        awaitEnd();
    }

    private void awaitEnd() {
        Waiting.until("the rebuild is over", () -> rebuilds.progress().isEmpty());
    }

    private LiveProjection<AccountEvent> live(ProjectionDefinition<AccountEvent> projection) {
        return new LiveProjection<>(
                projection, database, StoreSettings.live().within(500, 1_000_000), StoreListener.NONE);
    }
}
