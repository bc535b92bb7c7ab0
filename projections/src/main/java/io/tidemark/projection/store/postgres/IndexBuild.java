package io.tidemark.projection.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Makes the indexes of tables that nobody writes meanwhile, several at a time: PostgreSQL makes each on one processor,
 * or sends its rows to helpers, which takes longer than two at once.
 */
final class IndexBuild {

    /** What sorts its rows in memory takes half the time of what does not; for one session, as long as it lasts. */
    private static final List<String> SETTINGS =
            List.of("set max_parallel_maintenance_workers = 0", "set maintenance_work_mem = '192MB'");

    private static final List<String> RESETS =
            List.of("reset max_parallel_maintenance_workers", "reset maintenance_work_mem");

    private final SchemaChanges changes;
    private final int atOnce;
    private final Queue<String> statements;

    /**
     * A build of what the statements make, begun in their order.
     *
     * @param atOnce how many are made at a time, at most
     */
    IndexBuild(SchemaChanges changes, int atOnce, List<String> statements) {
        this.changes = changes;
        this.atOnce = atOnce;
        this.statements = new ConcurrentLinkedQueue<>(statements);
    }

    /** Returns once all are made; what one of them fails with is thrown, after those that had begun. */
    void run(String failure) {
        try (ExecutorService makers = Executors.newFixedThreadPool(
                atOnce, Thread.ofPlatform().name("tidemark-index-", 0).daemon().factory())) {
            CompletableFuture<?>[] made = new CompletableFuture<?>[atOnce];
            for (int i = 0; i < atOnce; i++) {
                made[i] = CompletableFuture.runAsync(() -> make(failure), makers);
            }
            CompletableFuture.allOf(made).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void make(String failure) {
        changes.run(failure, connection -> {
            executeAll(connection, SETTINGS);
            try {
                for (String sql = statements.poll(); sql != null; sql = statements.poll()) {
                    SchemaChanges.execute(connection, sql);
                }
            } catch (SQLException | RuntimeException e) {
                statements.clear();
                resetAfter(connection, e);
                throw e;
            }
            executeAll(connection, RESETS);
        });
    }

    /** A connection that is lost needs no resetting, and what it says to that would hide the reason. */
    private static void resetAfter(Connection connection, Exception reason) {
        try {
            executeAll(connection, RESETS);
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    private static void executeAll(Connection connection, List<String> statements) throws SQLException {
        for (String sql : statements) {
            SchemaChanges.execute(connection, sql);
        }
    }
}
