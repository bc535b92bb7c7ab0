package io.tidemark.projection.lots;

import static io.tidemark.projection.lots.TableDump.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.projection.effect.EffectFailedException;
import io.tidemark.projection.live.LiveProjection;
import io.tidemark.projection.rebuild.Rebuilds;
import io.tidemark.projection.store.ProjectionDefinition;
import io.tidemark.projection.store.StoreFailedException;
import io.tidemark.projection.store.StoreListener;
import io.tidemark.projection.store.StoreSettings;
import io.tidemark.testkit.TestPostgres;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lots that are valued by what a server says, which is asked once for each price, whatever happens afterwards. */
class LotValuationIT {

    private static final int SIZE = 3_000;
    private static final String KEPT = "select effect, input, version, output, seq from projection.effect order by 2";

    private final HikariDataSource database = new HikariDataSource();
    private final GrowingJournal journal = new GrowingJournal(new RandomLedger(5, SIZE).events());
    private final PriceServer server = new PriceServer();

    LotValuationIT() {
        database.setDataSource(TestPostgres.migratedDatabase());
        database.setMaximumPoolSize(10);
        journal.growTo(SIZE);
    }

    @AfterEach
    void close() {
        database.close();
        server.close();
    }

    @Test
    void e1_each_price_is_asked_for_once_and_kept_with_the_seq_that_asked() {
        fold(valued(), SIZE);

        assertThat(server.calls()).isNotEmpty().doesNotHaveDuplicates();
        assertThat(TableDump.rows(database, "select input from projection.effect"))
                .containsExactlyInAnyOrderElementsOf(server.calls());
        assertThat(number(database, "select count(*) from projection.effect where seq = 0"))
                .isZero();
        assertThat(number(database, "select count(*) from lots.lot where value is null"))
                .isZero();
        assertThat(TableDump.lots(database)).isEqualTo(truth());
    }

    @Test
    void e2_after_a_restart_nothing_is_asked_again() {
        fold(valued(), SIZE / 2);
        List<String> calls = server.calls();
        TableDump.rows(
                database,
                "with x as (update projection.generation set state = 'retired' where projection = 'lots' returning 1)"
                        + " select * from x");

        fold(valued(), SIZE / 2);

        assertThat(server.calls()).isEqualTo(calls);
    }

    @Test
    void a_rebuild_beside_asks_for_nothing_and_comes_to_the_same_values() throws InterruptedException {
        LiveProjection<AccountEvent> live = live(valued());
        try (Rebuilds<AccountEvent> rebuilds = new Rebuilds<>(live, database, journal)) {
            follow(live, SIZE);
            List<String> before = TableDump.lots(database);
            List<String> kept = TableDump.rows(database, KEPT);
            int calls = server.calls().size();

            assertThat(rebuilds.start(true)).isTrue();
            Waiting.until("it is over", () -> rebuilds.progress().isEmpty());

            assertThat(rebuilds.lastError()).isNull();
            assertThat(server.calls()).hasSize(calls);
            assertThat(TableDump.lots(database)).isEqualTo(before);
            assertThat(TableDump.rows(database, KEPT)).isEqualTo(kept);
        }
    }

    @Test
    void while_the_server_is_away_the_projection_waits_and_writes_nothing_wrong() {
        LiveProjection<AccountEvent> live = live(valued());
        live.claim();
        server.isDown(true);

        assertThatThrownBy(() -> live.process(journal.part(0, 500)))
                .isInstanceOf(StoreFailedException.class)
                .hasCauseInstanceOf(EffectFailedException.class);
        assertThat(live.failure()).isNull();
        assertThat(number(database, "select count(*) from lots.lot")).isZero();
        assertThat(number(database, "select count(*) from projection.effect")).isZero();

        server.isDown(false);
        follow(live, SIZE);
        live.release();
        assertThat(TableDump.lots(database)).isEqualTo(truth());
        assertThat(server.calls()).doesNotHaveDuplicates();
    }

    @Test
    void a_rebuild_waits_for_the_server_too() throws InterruptedException {
        fold(LotTables.projection(), SIZE);
        assertThat(number(database, "select count(value) from lots.lot")).isZero();
        server.isDown(true);
        LiveProjection<AccountEvent> live = live(valued());
        try (Rebuilds<AccountEvent> rebuilds = new Rebuilds<>(live, database, journal)) {
            rebuilds.startIfNeeded();
            Waiting.until("it waits", () -> String.valueOf(rebuilds.lastError()).contains("waits for an effect"));
            assertThat(number(database, "select seq from lots.watermark")).isEqualTo(SIZE);

            server.isDown(false);
            Waiting.until("it is over", () -> rebuilds.progress().isEmpty());

            assertThat(rebuilds.lastError()).isNull();
            assertThat(TableDump.lots(database)).isEqualTo(truth());
        }
    }

    @Test
    void without_the_setting_nobody_is_asked_and_the_rows_are_of_the_version_they_were() {
        fold(LotTables.projection(), SIZE);

        assertThat(server.calls()).isEmpty();
        assertThat(number(database, "select version from projection.generation where state = 'live'"))
                .isEqualTo(LotTables.projection().version())
                .isLessThan(valued().version());
        assertThat(number(database, "select count(value) from lots.lot")).isZero();
    }

    private ProjectionDefinition<AccountEvent> valued() {
        return LotTables.projection(PriceServer.over(server.address()));
    }

    private LiveProjection<AccountEvent> live(ProjectionDefinition<AccountEvent> projection) {
        return new LiveProjection<>(
                projection, database, StoreSettings.live().within(200, Long.MAX_VALUE), StoreListener.NONE);
    }

    private void fold(ProjectionDefinition<AccountEvent> projection, int upTo) {
        LiveProjection<AccountEvent> live = live(projection);
        follow(live, upTo);
        live.release();
    }

    private void follow(LiveProjection<AccountEvent> live, int upTo) {
        for (long seq = live.claim(); seq < upTo; seq += 150) {
            live.process(journal.part(seq, Math.min(upTo, seq + 150)));
        }
        try {
            assertThat(live.flush()).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> truth() {
        HikariDataSource apart = new HikariDataSource();
        try (apart) {
            apart.setDataSource(TestPostgres.migratedDatabase());
            LiveProjection<AccountEvent> live = new LiveProjection<>(
                    LotTables.projection(PriceServer.byHeart()), apart, StoreSettings.live(), StoreListener.NONE);
            follow(live, SIZE);
            live.release();
            return TableDump.lots(apart);
        }
    }
}
