package io.tidemark.projection.store.postgres;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.projection.store.PositionedEvent;
import io.tidemark.projection.store.ProjectionDefinition;
import io.tidemark.projection.store.ProjectionStorage;
import io.tidemark.projection.store.ProjectionStore;
import io.tidemark.projection.store.StorageException;
import io.tidemark.projection.store.StoreListener;
import io.tidemark.projection.store.StoreSettings;
import io.tidemark.projection.store.postgres.Things.Act;
import io.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A database with the tables of the test projection, and short ways to fill and to read them. */
final class ProbeDatabase implements AutoCloseable {

    static final StoreSettings SETTINGS = new StoreSettings(
            1_000_000, 1_000_000_000, 1, Duration.ofSeconds(60), Duration.ofMillis(20), Duration.ZERO);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final HikariDataSource dataSource = new HikariDataSource();
    final ProjectionDefinition<Act> projection;
    final Generations generations;

    ProbeDatabase() {
        this(Things.projection());
    }

    ProbeDatabase(ProjectionDefinition<Act> projection) {
        this.projection = projection;
        dataSource.setDataSource(TestPostgres.migratedDatabase());
        dataSource.setMaximumPoolSize(8);
        dataSource.setMinimumIdle(0);
        Things.schemaOfOthers().forEach(this::execute);
        this.generations = new Generations(dataSource, projection);
    }

    PostgresStorage storage(Generation generation) {
        return new PostgresStorage(dataSource, projection, generation.number());
    }

    PostgresStorage live() {
        return storage(generations.requireLive(1));
    }

    ProjectionStore<Act> open(ProjectionStorage storage) {
        return ProjectionStore.open(projection, storage, SETTINGS, StoreListener.NONE);
    }

    /** Opens a store that knows nothing, has it process a batch, and makes that durable. */
    void run(ProjectionStorage storage, Act... acts) {
        try (ProjectionStore<Act> store = open(storage)) {
            process(store, false, acts);
            flush(store);
        }
    }

    static void process(ProjectionStore<Act> store, boolean keepsHistory, Act... acts) {
        List<PositionedEvent<Act>> batch = new ArrayList<>();
        for (Act act : acts) {
            batch.add(new PositionedEvent<>(store.processed() + batch.size() + 1L, Instant.EPOCH, act));
        }
        try {
            store.process(batch, keepsHistory);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static void flush(ProjectionStore<Act> store) {
        try {
            if (!store.flush(PATIENCE)) {
                throw new IllegalStateException("not durable", store.failure());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Why the store fails on what it has in memory. */
    static StorageException failure(ProjectionStore<Act> store) {
        try {
            store.flush(PATIENCE);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        RuntimeException failure = store.failure();
        if (failure instanceof StorageException reason) {
            return reason;
        }
        throw new AssertionError("the store has not failed in its storage", failure);
    }

    void execute(String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    List<String> rows(String sql) {
        return rows(dataSource, sql);
    }

    /** The rows of a query, columns separated by bars. */
    static List<String> rows(DataSource dataSource, String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    values.add(String.valueOf(rows.getString(i)));
                }
                lines.add(String.join("|", values));
            }
            return lines;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
