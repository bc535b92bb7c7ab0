package io.tidemark.config.axon;

import io.tidemark.config.TidemarkProperties;
import io.tidemark.config.projections.FollowedPages;
import io.tidemark.config.projections.JournalRuns;
import io.tidemark.config.projections.ProjectionControl;
import io.tidemark.config.projections.ProjectionsLifecycle;
import io.tidemark.config.projections.Requests;
import io.tidemark.config.projections.ScannedPages;
import io.tidemark.config.projections.StoredProjectionControl;
import io.tidemark.config.serialization.LedgerSerializer;
import io.tidemark.journal.JournalEventStore;
import io.tidemark.journal.JournalScan;
import io.tidemark.journal.PostgresEventStorageEngine;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.projection.history.HistoryTables;
import io.tidemark.projection.live.EventFeed;
import io.tidemark.projection.live.HistoryProjection;
import io.tidemark.projection.live.LiveProjection;
import io.tidemark.projection.live.LotCacheProjection;
import io.tidemark.projection.live.ProjectionTokenStore;
import io.tidemark.projection.lots.BalanceUpdates;
import io.tidemark.projection.lots.LotPrices;
import io.tidemark.projection.lots.LotTables;
import io.tidemark.projection.rebuild.Rebuilds;
import io.tidemark.projection.store.ProjectionDefinition;
import io.tidemark.projection.store.StoreListener;
import io.tidemark.projection.store.StoreSettings;
import io.tidemark.query.projections.ProjectionProgress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.PersistenceExceptionResolver;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.lifecycle.Phase;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.axonframework.serialization.Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

/** The projections, their stores, and the processors that feed them. */
@Configuration(proxyBeanMethods = false)
public class ProjectionsConfiguration {

    /** How long a processor of a node that died is left alone; a living one renews its claim well within. */
    private static final Duration CLAIM = Duration.ofSeconds(5);

    @Bean
    @ConditionalOnMissingBean
    TransactionManager axonTransactionManager(PlatformTransactionManager transactionManager) {
        return new SpringTransactionManager(transactionManager);
    }

    @Bean
    @ConditionalOnMissingBean
    ConnectionProvider connectionProvider(LedgerDatabase database) {
        return new UnitOfWorkAwareConnectionProviderWrapper(
                new SpringDataSourceConnectionProvider(database.dataSource()));
    }

    /** Axon tells nodes apart by process id and host, which containers share; claims need better. */
    @Bean
    @ConditionalOnMissingBean
    TokenStore tokenStore(ConnectionProvider connections, Serializer serializer) {
        return JdbcTokenStore.builder()
                .connectionProvider(connections)
                .serializer(serializer)
                .nodeId(UUID.randomUUID().toString())
                .claimTimeout(CLAIM)
                .schema(TokenSchema.builder()
                        .setTokenTable("axon.token_entry")
                        .setProcessorNameColumn("processor_name")
                        .setSegmentColumn("segment")
                        .setTokenColumn("token")
                        .setTokenTypeColumn("token_type")
                        .setTimestampColumn("timestamp")
                        .setOwnerColumn("owner")
                        .build())
                .build();
    }

    @Bean
    @ConditionalOnMissingBean
    PersistenceExceptionResolver persistenceExceptionResolver() {
        return new UniqueViolationResolver();
    }

    @Bean
    ScannedPages journalPages(LedgerDatabase database, LedgerSerializer serializer) {
        return new ScannedPages(new JournalScan(database.dataSource()), serializer);
    }

    @Bean
    Requests requests() {
        return new Requests();
    }

    @Bean
    ConfigurerModule countedRequests(Requests requests) {
        return configurer -> configurer.onInitialize(axon -> axon.onStart(Phase.EXTERNAL_CONNECTIONS, () -> {
            axon.commandBus().registerDispatchInterceptor(requests);
            axon.queryBus().registerDispatchInterceptor(requests);
        }));
    }

    @Bean
    JournalRuns journalRuns(JournalEventStore eventStore, PostgresEventStorageEngine journal, ScannedPages stored) {
        return new JournalRuns(eventStore, journal.follower(), new FollowedPages(journal.follower(), stored));
    }

    @Bean(destroyMethod = "close")
    BalanceUpdates balanceUpdates(
            LedgerDatabase database, ObjectProvider<QueryUpdateEmitter> emitter, InstantSource clock) {
        return new BalanceUpdates(database.dataSource(), emitter::getObject, clock);
    }

    @Bean(destroyMethod = "close")
    Rebuilds<AccountEvent> lotsRebuilds(
            LedgerDatabase database,
            ScannedPages pages,
            BalanceUpdates updates,
            TidemarkProperties properties,
            Requests requests,
            ObjectProvider<LotPrices> prices) {
        LotPrices valued = prices.getIfAvailable();
        return rebuilds(
                valued == null ? LotTables.projection() : LotTables.projection(valued),
                database,
                pages,
                updates,
                properties,
                requests);
    }

    @Bean(destroyMethod = "close")
    Rebuilds<AccountEvent> historyRebuilds(
            LedgerDatabase database, ScannedPages pages, TidemarkProperties properties, Requests requests) {
        return rebuilds(HistoryTables.projection(), database, pages, reason -> {}, properties, requests);
    }

    private static Rebuilds<AccountEvent> rebuilds(
            ProjectionDefinition<AccountEvent> projection,
            LedgerDatabase database,
            ScannedPages pages,
            StoreListener listener,
            TidemarkProperties properties,
            Requests requests) {
        StoreSettings settings = properties.projections().storeSettings();
        LiveProjection<AccountEvent> live = new LiveProjection<>(projection, database.dataSource(), settings, listener);
        live.generations().requireLive(projection.version());
        return new Rebuilds<>(
                live,
                database.dataSource(),
                pages,
                requests::count,
                properties.projections().rebuildShare());
    }

    @Bean
    LotCacheProjection lotCacheProjection(@Qualifier("lotsRebuilds") Rebuilds<AccountEvent> lots) {
        return new LotCacheProjection(new EventFeed(lots.live(), () -> lots.start(false)));
    }

    @Bean
    HistoryProjection historyProjection(@Qualifier("historyRebuilds") Rebuilds<AccountEvent> history) {
        return new HistoryProjection(new EventFeed(history.live(), () -> history.start(false)));
    }

    /**
     * One segment, for a watermark is one number; runs of events, for handing over each one by itself is what makes
     * projections slow; and errors that stop the processor, for Axon by default logs them and lets the projection
     * diverge. Their tokens are what the projections have made durable.
     */
    @Bean
    ConfigurerModule projectionProcessors(
            TransactionManager axonTransactionManager,
            TokenStore tokenStore,
            ObjectProvider<JournalRuns> runs,
            @Qualifier("lotsRebuilds") ObjectProvider<Rebuilds<AccountEvent>> lots,
            @Qualifier("historyRebuilds") ObjectProvider<Rebuilds<AccountEvent>> history) {
        Map<String, ObjectProvider<Rebuilds<AccountEvent>>> projections =
                Map.of(LotTables.NAME, lots, HistoryTables.NAME, history);
        return configurer -> projections.forEach((name, rebuilds) -> configurer
                .eventProcessing()
                .registerPooledStreamingEventProcessor(
                        name,
                        axon -> runs.getObject(),
                        (axon, builder) -> builder.initialSegmentCount(1)
                                .batchSize(1)
                                .initialToken(StreamableMessageSource::createTailToken)
                                .claimExtensionThreshold(CLAIM.toMillis() / 4)
                                .tokenClaimInterval(CLAIM.toMillis() / 4)
                                .enableCoordinatorClaimExtension()
                                .coordinatorExecutor(PromptScheduler::new))
                .registerTokenStore(
                        name,
                        axon -> new ProjectionTokenStore(
                                tokenStore, name, rebuilds.getObject().live(), CLAIM.dividedBy(4)))
                .registerTransactionManager(name, axon -> axonTransactionManager)
                .registerListenerInvocationErrorHandler(name, axon -> PropagatingErrorHandler.instance()));
    }

    @Bean
    ProjectionProgress projectionProgress(LedgerDatabase database) {
        return new ProjectionProgress(database.dataSource());
    }

    @Bean
    ProjectionControl projectionControl(
            EventProcessingConfiguration processors,
            ProjectionProgress progress,
            List<Rebuilds<AccountEvent>> projections) {
        return new StoredProjectionControl(projections, processors, progress);
    }

    @Bean
    ProjectionsLifecycle projectionsLifecycle(List<Rebuilds<AccountEvent>> projections) {
        return new ProjectionsLifecycle(projections);
    }
}
