package io.tidemark.config.axon;

import io.tidemark.command.domain.DrainPolicy;
import io.tidemark.config.TidemarkProperties;
import io.tidemark.config.journal.JournalArchive;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.projection.history.HistoryTables;
import io.tidemark.projection.lots.LotTables;
import io.tidemark.projection.rebuild.Rebuilds;
import io.tidemark.query.balance.BalanceQueries;
import io.tidemark.query.history.HistoryQueries;
import io.tidemark.query.journal.JournalQueries;
import io.tidemark.query.journal.JournalVerificationQueries;
import io.tidemark.query.lots.DrainOrder;
import io.tidemark.query.lots.LotQueries;
import io.tidemark.query.watermark.WatermarkGate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.axonframework.queryhandling.QueryBus;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The query handlers and their bus. The bus opens no transaction: a read that waits for a seq must not hold a connection
 * meanwhile, and each handler reads one snapshot by itself.
 */
@Configuration(proxyBeanMethods = false)
public class QuerySideConfiguration {

    @Bean
    @Qualifier("localSegment")
    QueryBus queryBus(QueryUpdateEmitter queryUpdateEmitter) {
        return SimpleQueryBus.builder().queryUpdateEmitter(queryUpdateEmitter).build();
    }

    @Bean
    WatermarkGate lotsGate(
            LedgerDatabase database, TidemarkProperties properties, List<Rebuilds<AccountEvent>> projections) {
        return gate(LotTables.NAME, database, properties, projections);
    }

    @Bean
    WatermarkGate historyGate(
            LedgerDatabase database, TidemarkProperties properties, List<Rebuilds<AccountEvent>> projections) {
        return gate(HistoryTables.NAME, database, properties, projections);
    }

    /** Who waits for one projection to have a movement will look for it in the others next. */
    private static WatermarkGate gate(
            String projection,
            LedgerDatabase database,
            TidemarkProperties properties,
            List<Rebuilds<AccountEvent>> projections) {
        Duration patience = properties.reads().patience();
        return new WatermarkGate(
                database.dataSource(),
                projection,
                patience,
                () -> projections.forEach(each -> each.live().hurry()));
    }

    @Bean
    BalanceQueries balanceQueries(
            LedgerDatabase database, @Qualifier("lotsGate") WatermarkGate gate, InstantSource clock) {
        return new BalanceQueries(database.dataSource(), gate, clock);
    }

    @Bean
    LotQueries lotQueries(
            LedgerDatabase database,
            @Qualifier("lotsGate") WatermarkGate gate,
            InstantSource clock,
            TidemarkProperties properties) {
        DrainPolicy policy = properties.rules().drainPolicy();
        return new LotQueries(database.dataSource(), gate, clock, () -> switch (policy.orderAt(clock.instant())) {
            case EXPIRATION_FIRST -> DrainOrder.EXPIRATION_FIRST;
            case EMISSION_FIRST -> DrainOrder.EMISSION_FIRST;
        });
    }

    @Bean
    HistoryQueries historyQueries(LedgerDatabase database, @Qualifier("historyGate") WatermarkGate gate) {
        return new HistoryQueries(database.dataSource(), gate);
    }

    @Bean
    JournalQueries journalQueries(LedgerDatabase database) {
        return new JournalQueries(database.dataSource());
    }

    @Bean
    JournalVerificationQueries journalVerificationQueries(JournalArchive journal) {
        return new JournalVerificationQueries(() -> journal.verify(checked -> {}));
    }
}
