package io.tidemark.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;

/** Holds the lock of the journal's head from outside, so that no writer gets on until it is closed. */
final class HeadLock implements AutoCloseable {

    private static final String BLOCKED_WRITERS = "select count(*) from pg_stat_activity where datname ="
            + " current_database() and wait_event_type = 'Lock' and application_name = 'tidemark journal writer'";

    private final DataSource dataSource;
    private final Connection connection;

    HeadLock(DataSource dataSource) {
        this.dataSource = dataSource;
        try {
            connection = dataSource.getConnection();
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("set lock_timeout = '30s'");
                statement.execute("select from journal.head for update");
            }
        } catch (SQLException e) {
            throw new AssertionError("cannot lock the head", e);
        }
    }

    /** Waits until a writer stands before the lock. */
    void awaitBlockedWriter() {
        Await.until("a writer waits for the head", () -> {
            try (Connection other = dataSource.getConnection();
                    Statement statement = other.createStatement();
                    ResultSet count = statement.executeQuery(BLOCKED_WRITERS)) {
                return count.next() && count.getInt(1) > 0;
            } catch (SQLException e) {
                throw new AssertionError("cannot look for blocked writers", e);
            }
        });
    }

    /** Starts an append of its own that blocks the node's writer, so that all that follow become one group. */
    CompletableFuture<Long> blockWriter(JournalFixture node) {
        CompletableFuture<Long> plug = Await.started(() -> node.appendNext("plug-" + System.nanoTime(), 1));
        awaitBlockedWriter();
        Await.until("the writer has taken the first append", () -> node.engine.waitingAppends() == 0);
        return plug;
    }

    @Override
    public void close() {
        release();
    }

    /** Lets the writers go on. */
    void release() {
        try (Connection held = connection) {
            if (!held.isClosed()) {
                held.rollback();
            }
        } catch (SQLException e) {
            throw new AssertionError("cannot unlock the head", e);
        }
    }
}
