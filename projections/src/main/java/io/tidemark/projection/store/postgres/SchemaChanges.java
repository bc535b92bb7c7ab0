package io.tidemark.projection.store.postgres;

import io.tidemark.projection.store.StorageException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Runs changes of tables that others read meanwhile. Thread-safe. */
final class SchemaChanges {

    /** How long a change waits for readers before it lets the readers behind it pass and tries again. */
    private static final String LOCK_PATIENCE = "set local lock_timeout = '100ms'";

    private static final int LOCK_TRIES = 300;
    private static final long LOCK_PAUSE_MILLIS = 100;

    private final DataSource dataSource;

    SchemaChanges(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** What is done on a connection. */
    @FunctionalInterface
    interface Step {
        void on(Connection connection) throws SQLException;
    }

    /** Runs statements, each a transaction of its own. */
    void run(String failure, Step step) {
        try (Connection connection = dataSource.getConnection()) {
            Patience.grant(connection, Patience.WHOLE_TABLES);
            step.on(connection);
        } catch (SQLException e) {
            throw SqlStates.failure(failure, e);
        }
    }

    /** Runs a transaction that takes locks which readers hold, again and again until it gets them. */
    void patiently(String failure, Step step) {
        for (int tries = 1; ; tries++) {
            try {
                transaction(step);
                return;
            } catch (SQLException e) {
                if (!SqlStates.LOCK_NOT_AVAILABLE.equals(e.getSQLState()) || tries == LOCK_TRIES) {
                    throw SqlStates.failure(failure, e);
                }
            }
            try {
                Thread.sleep(LOCK_PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StorageException(StorageException.Kind.TRANSIENT, failure + ": interrupted", e);
            }
        }
    }

    private void transaction(Step step) throws SQLException {
        Transactions.run(dataSource, connection -> {
            execute(connection, LOCK_PATIENCE);
            step.on(connection);
            return true;
        });
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
