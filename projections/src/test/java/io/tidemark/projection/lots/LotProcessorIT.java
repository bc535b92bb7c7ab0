package io.tidemark.projection.lots;

import static io.tidemark.projection.lots.Events.journal;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.messages.query.Balance;
import io.tidemark.testkit.TestPostgres;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.eventhandling.ListenerInvocationErrorHandler;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.axonframework.queryhandling.SimpleQueryUpdateEmitter;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.UnknownSerializedType;
import org.axonframework.serialization.json.JacksonSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lot cache under Axon's own processor and token store. */
class LotProcessorIT {

    private static final TokenSchema TOKENS = TokenSchema.builder()
            .setTokenTable("axon.token_entry")
            .setProcessorNameColumn("processor_name")
            .setTokenTypeColumn("token_type")
            .build();

    private static final List<Object> EVENTS = new RandomLedger(7, 2_000).events();

    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);
    private HikariDataSource database;
    private JdbcTransactions transactions;
    private ConnectionProvider connections;

    @BeforeEach
    void new_database() {
        database = new HikariDataSource();
        database.setDataSource(TestPostgres.migratedDatabase());
        database.setMaximumPoolSize(6);
        transactions = new JdbcTransactions(database);
        connections = new UnitOfWorkAwareConnectionProviderWrapper(transactions);
    }

    @AfterEach
    void stop() {
        executor.shutdownNow();
        database.close();
    }

    @Test
    void the_token_is_stored_with_the_rows_and_a_reset_folds_the_same_again() {
        PooledStreamingEventProcessor processor =
                processor(new JdbcLotStore(connections), journal(1, EVENTS), PropagatingErrorHandler.instance());
        processor.start();
        await(() -> watermark() == EVENTS.size());
        processor.shutDown();
        List<String> live = TableDump.of(database);
        assertThat(token()).contains("\"globalIndex\":" + EVENTS.size());

        processor.resetTokens(StreamableMessageSource::createTailToken);
        assertThat(TableDump.of(database)).containsExactly("watermark|t|0");

        processor.start();
        await(() -> watermark() == EVENTS.size());
        processor.shutDown();
        assertThat(TableDump.of(database)).isEqualTo(live);
    }

    @Test
    void a_failure_between_the_rows_and_the_commit_is_made_good_without_a_trace() {
        FailingStore failing = new FailingStore(new JdbcLotStore(connections), 2);
        PooledStreamingEventProcessor processor =
                processor(failing, journal(1, EVENTS), PropagatingErrorHandler.instance());
        processor.start();
        await(() -> watermark() == EVENTS.size());
        processor.shutDown();
        assertThat(failing.failures.get()).isNotPositive();
        List<String> tables = TableDump.of(database);

        processor.resetTokens(StreamableMessageSource::createTailToken);
        processor.start();
        await(() -> watermark() == EVENTS.size());
        processor.shutDown();
        assertThat(tables).isEqualTo(TableDump.of(database));
    }

    @Test
    void an_error_handler_that_goes_on_cannot_make_the_tables_diverge() {
        List<Object> events = new ArrayList<>(EVENTS.subList(0, 200));
        events.set(
                149,
                new UnknownSerializedType(
                        JacksonSerializer.defaultSerializer(),
                        new SimpleSerializedObject<>("{}", String.class, "credit-spent", "1")));
        PooledStreamingEventProcessor processor =
                processor(new JdbcLotStore(connections), journal(1, events), (exception, event, handler) -> {});
        processor.start();
        await(() -> watermark() > 0 && transactions.rollbacks() > 0);
        processor.shutDown();

        assertThat(watermark()).isBetween(1L, 149L);
    }

    @Test
    void nodes_that_start_at_once_find_the_rows_they_would_race_for() {
        Optional<String> one =
                transactions.fetchInTransaction(() -> tokenStore("one").retrieveStorageIdentifier());
        Optional<String> two =
                transactions.fetchInTransaction(() -> tokenStore("two").retrieveStorageIdentifier());

        assertThat(one).isPresent().isEqualTo(two);
        assertThat(tokenStore("one").fetchSegments(LotCacheProjection.NAME)).containsExactly(0);
    }

    private PooledStreamingEventProcessor processor(
            LotStore store, List<TrackedEventMessage<?>> messages, ListenerInvocationErrorHandler errorHandler) {
        LotCacheProjection projection =
                new LotCacheProjection(store, SimpleQueryUpdateEmitter.builder().build(), InstantSource.system());
        return PooledStreamingEventProcessor.builder()
                .name(LotCacheProjection.NAME)
                .eventHandlerInvoker(SimpleEventHandlerInvoker.builder()
                        .eventHandlers(projection)
                        .listenerInvocationErrorHandler(errorHandler)
                        .build())
                .rollbackConfiguration(RollbackConfigurationType.ANY_THROWABLE)
                .messageSource(new ListedJournal(messages))
                .tokenStore(tokenStore("node"))
                .transactionManager(transactions)
                .coordinatorExecutor(executor)
                .workerExecutor(executor)
                .initialSegmentCount(1)
                .tokenClaimInterval(20)
                .batchSize(100)
                .build();
    }

    private JdbcTokenStore tokenStore(String node) {
        return JdbcTokenStore.builder()
                .connectionProvider(connections)
                .schema(TOKENS)
                .serializer(JacksonSerializer.defaultSerializer())
                .nodeId(node)
                .build();
    }

    private long watermark() {
        return Long.parseLong(
                TableDump.rows(database, "select seq from lots.watermark").getFirst());
    }

    private String token() {
        return TableDump.rows(
                        database,
                        "select convert_from(token, 'UTF8') from axon.token_entry where processor_name = 'lots'")
                .getFirst();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for too long").isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** Writes, and then fails, the first few times from the second batch on. */
    private static final class FailingStore implements LotStore {

        private final LotStore store;
        private final AtomicInteger failures;

        FailingStore(LotStore store, int failures) {
            this.store = store;
            this.failures = new AtomicInteger(failures);
        }

        @Override
        public void write(LotChanges changes) {
            store.write(changes);
            if (changes.firstSeq() > 1 && failures.getAndDecrement() > 0) {
                throw new IllegalStateException("the machine stops before the commit");
            }
        }

        @Override
        public List<Balance> balances(Collection<Holding> holdings, Instant at) {
            return store.balances(holdings, at);
        }

        @Override
        public void clear() {
            store.clear();
        }
    }
}
