package io.tidemark.projection.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Holds the lock that every write takes first, until it is closed. */
final class BlockedRow implements AutoCloseable {

    private static final String WAITING = "select pid from pg_stat_activity"
            + " where datname = current_database() and wait_event_type = 'Lock' and pid <> pg_backend_pid()";

    private final ProbeDatabase database;
    private final Connection connection;

    BlockedRow(ProbeDatabase database) throws SQLException {
        this.database = database;
        this.connection = database.dataSource.getConnection();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("select 1 from projection.generation where projection = 'probe' for update");
        }
    }

    /** Returns once somebody waits for a lock. */
    List<String> awaitWaiting() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            List<String> waiting = database.rows(WAITING);
            if (!waiting.isEmpty()) {
                return waiting;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("nobody waits");
            }
        }
    }

    /** Ends the session of whoever waits for the lock. */
    void cutWhoeverWaits() {
        for (String pid : awaitWaiting()) {
            database.execute("select pg_terminate_backend(" + pid + ")");
        }
    }

    /** Lets go of the lock. */
    void release() throws SQLException {
        if (!connection.isClosed()) {
            connection.rollback();
            connection.setAutoCommit(true);
            connection.close();
        }
    }

    @Override
    public void close() throws SQLException {
        release();
    }
}
