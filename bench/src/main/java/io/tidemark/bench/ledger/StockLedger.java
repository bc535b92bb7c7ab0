package io.tidemark.bench.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.bench.database.ScratchDatabase;
import io.tidemark.bench.load.Sender;
import io.tidemark.command.axon.AccountAggregate;
import io.tidemark.command.axon.AccountFactory;
import io.tidemark.command.axon.Accounts;
import io.tidemark.command.axon.MovementHandler;
import io.tidemark.command.domain.MovementDecider;
import io.tidemark.command.domain.Rules;
import io.tidemark.config.axon.AccountCache;
import io.tidemark.config.serialization.LedgerSerializer;
import io.tidemark.messages.command.MovementCommand;
import java.sql.SQLException;
import java.time.InstantSource;
import org.axonframework.commandhandling.AnnotationCommandHandlerAdapter;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.axonframework.modelling.command.Repository;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * The same accounts, decisions, cache and serializer on Axon's own {@link JdbcEventStorageEngine}, as it comes but for a
 * resolver that knows PostgreSQL's unique violation: a transaction a command, Axon's own table. Has neither the ledger's
 * refs nor projections, so it does less. Thread-safe.
 */
public final class StockLedger implements Sender, AutoCloseable {

    /** A query for the number of events. */
    public static final String EVENT_COUNT = "select coalesce(max(globalIndex), 0) from DomainEventEntry";

    private static final String UNIQUE_VIOLATION = "23505";
    private static final int CACHED_ACCOUNTS = 100_000;

    private final HikariDataSource pool;
    private final CommandGateway commands;

    private StockLedger(HikariDataSource pool, CommandGateway commands) {
        this.pool = pool;
        this.commands = commands;
    }

    /**
     * Starts one on an empty database.
     *
     * @param connections size of the connection pool, at least the number of callers
     */
    public static StockLedger start(ScratchDatabase database, int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(connections);
        HikariDataSource pool = new HikariDataSource(config);
        TransactionManager transactions = new SpringTransactionManager(new JdbcTransactionManager(pool));
        ConnectionProvider connectionProvider =
                new UnitOfWorkAwareConnectionProviderWrapper(new SpringDataSourceConnectionProvider(pool));
        AccountFactory factory = new AccountFactory(Rules.DEFAULT.drainPolicy().orders());
        LedgerSerializer serializer = new LedgerSerializer(factory);
        JdbcEventStorageEngine engine = JdbcEventStorageEngine.builder()
                .connectionProvider(connectionProvider)
                .transactionManager(transactions)
                .eventSerializer(serializer)
                .snapshotSerializer(serializer)
                .persistenceExceptionResolver(StockLedger::isUniqueViolation)
                .build();
        engine.createSchema(PostgresEventTableFactory.INSTANCE);
        Repository<AccountAggregate> accounts = EventSourcingRepository.builder(AccountAggregate.class)
                .eventStore(EmbeddedEventStore.builder().storageEngine(engine).build())
                .aggregateFactory(factory)
                .cache(new AccountCache(CACHED_ACCOUNTS))
                .build();
        SimpleCommandBus bus = SimpleCommandBus.builder()
                .transactionManager(transactions)
                .rollbackConfiguration(RollbackConfigurationType.ANY_THROWABLE)
                .build();
        MovementHandler handler = new MovementHandler(
                Accounts.of(accounts, factory),
                new MovementDecider(Rules.DEFAULT),
                new NoRefs(),
                InstantSource.system());
        new AnnotationCommandHandlerAdapter<>(handler).subscribe(bus);
        return new StockLedger(
                pool, DefaultCommandGateway.builder().commandBus(bus).build());
    }

    @Override
    public void send(MovementCommand command) {
        commands.sendAndWait(command);
    }

    private static boolean isUniqueViolation(Exception exception) {
        @Nullable Throwable cause = exception;
        while (cause != null) {
            if (cause instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState())) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    @Override
    public void close() {
        pool.close();
    }
}
