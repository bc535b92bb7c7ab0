package io.tidemark.projection.lots;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.projection.live.LiveProjection;
import io.tidemark.projection.rebuild.Rebuilds;
import io.tidemark.projection.store.StoreListener;
import io.tidemark.projection.store.StoreSettings;
import io.tidemark.projection.store.TableChanges;
import io.tidemark.testkit.TestPostgres;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A rebuild takes the place of a store that has something in memory alone. */
class TakeOverByRebuildIT {

    private static final Duration NEVER = Duration.ofHours(1);

    private final HikariDataSource database = new HikariDataSource();

    TakeOverByRebuildIT() {
        database.setDataSource(TestPostgres.migratedDatabase());
        database.setMaximumPoolSize(10);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void those_who_listen_hear_of_changes_that_were_in_memory_alone_when_a_rebuild_took_over()
            throws InterruptedException {
        List<Long> heard = new CopyOnWriteArrayList<>();
        LiveProjection<AccountEvent> live = new LiveProjection<>(
                LotTables.projection(),
                database,
                StoreSettings.live().withWriteIntervals(NEVER, NEVER),
                new StoreListener() {
                    @Override
                    public void failed(RuntimeException reason) {
                        throw new AssertionError(reason);
                    }

                    @Override
                    public void committed(long seq, List<TableChanges<?, ?>> changes) {
                        heard.add(seq);
                    }
                });
        GrowingJournal journal = new GrowingJournal(new RandomLedger(11, 200).events());
        journal.growTo(200);
        live.claim();
        live.process(journal.part(0, 100));
        assertThat(live.flush()).isTrue();
        live.process(journal.part(100, 200));
        untilHeard(heard, 100L);

        try (Rebuilds<AccountEvent> rebuilds = new Rebuilds<>(live, database, journal)) {
            assertThat(rebuilds.start(false)).isTrue();
            Waiting.until("the rebuild is over", () -> rebuilds.progress().isEmpty());

            assertThat(rebuilds.lastError()).isNull();
            untilHeard(heard, 100L, 200L);
        }
    }

    /** What is durable can be so a moment before those who listen are told. */
    private static void untilHeard(List<Long> heard, Long... seqs) {
        Waiting.until("heard of as many writes", () -> heard.size() >= seqs.length);
        assertThat(heard).containsExactly(seqs);
    }
}
