package io.tidemark.projection.lots;

import io.tidemark.messages.event.AccountEvent;
import io.tidemark.projection.live.LiveProjection;
import io.tidemark.projection.store.PositionedEvent;
import io.tidemark.projection.store.StoreListener;
import io.tidemark.projection.store.StoreSettings;
import io.tidemark.testkit.TestPostgres;
import java.util.List;
import javax.sql.DataSource;

/** What the lot cache shows if the journal is folded in one go, in a database of its own. */
final class LotTruth {

    private final DataSource database = TestPostgres.migratedDatabase();

    List<String> of(List<PositionedEvent<AccountEvent>> events) {
        LiveProjection<AccountEvent> live =
                new LiveProjection<>(LotTables.projection(), database, StoreSettings.live(), StoreListener.NONE);
        live.claim();
        live.process(events);
        live.release();
        return TableDump.lots(database);
    }
}
