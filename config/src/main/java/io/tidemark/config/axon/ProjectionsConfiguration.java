package io.tidemark.config.axon;

import io.tidemark.config.projections.AxonProjectionControl;
import io.tidemark.config.projections.ProjectionControl;
import io.tidemark.projection.lots.JdbcLotStore;
import io.tidemark.projection.lots.LotCacheProjection;
import io.tidemark.projection.lots.LotStore;
import io.tidemark.query.projections.ProjectionProgress;
import java.time.Duration;
import java.time.InstantSource;
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
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.axonframework.serialization.Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

/** The projections and the processors that drive them: rows, watermark and token in one transaction. */
@Configuration(proxyBeanMethods = false)
public class ProjectionsConfiguration {

    private static final int BATCH = 1_000;

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
    @ConditionalOnMissingBean
    LotStore lotStore(ConnectionProvider connections) {
        return new JdbcLotStore(connections);
    }

    @Bean
    LotCacheProjection lotCacheProjection(
            LotStore lotStore, QueryUpdateEmitter queryUpdateEmitter, InstantSource clock) {
        return new LotCacheProjection(lotStore, queryUpdateEmitter, clock);
    }

    /**
     * One segment, for a watermark is one number; batches, for a transaction an event is what makes projections slow;
     * and errors that stop the processor, for Axon by default logs them and lets the projection diverge.
     */
    @Bean
    ConfigurerModule lotCacheProcessor(TransactionManager axonTransactionManager) {
        return configurer -> configurer
                .eventProcessing()
                .registerPooledStreamingEventProcessor(
                        LotCacheProjection.NAME,
                        org.axonframework.config.Configuration::eventStore,
                        (axon, builder) -> builder.initialSegmentCount(1)
                                .batchSize(BATCH)
                                .initialToken(StreamableMessageSource::createTailToken)
                                .claimExtensionThreshold(CLAIM.toMillis() / 4)
                                .tokenClaimInterval(CLAIM.toMillis() / 4)
                                .coordinatorExecutor(PromptScheduler::new))
                .registerTransactionManager(LotCacheProjection.NAME, axon -> axonTransactionManager)
                .registerListenerInvocationErrorHandler(
                        LotCacheProjection.NAME, axon -> PropagatingErrorHandler.instance());
    }

    @Bean
    ProjectionProgress projectionProgress(LedgerDatabase database) {
        return new ProjectionProgress(database.dataSource());
    }

    @Bean(destroyMethod = "close")
    ProjectionControl projectionControl(
            EventProcessingConfiguration processors,
            ProjectionProgress progress,
            @Qualifier("tidemarkClock") InstantSource clock) {
        return new AxonProjectionControl(processors, progress, clock);
    }
}
