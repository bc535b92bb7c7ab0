package io.tidemark.server.endtoend;

import io.tidemark.testkit.LedgerInvariants;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** Rounds of load, kill and restart on one data directory, and what is found wrong. */
final class CrashRun {

    /** What is killed. */
    enum Target {
        /** The server's process; PostgreSQL is left behind as an orphan. */
        SERVER,
        /** All processes of PostgreSQL; the server without it is killed too, or asked to end. */
        POSTGRES
    }

    /**
     * What came of it.
     *
     * @param kills rounds
     * @param acknowledged messages that were answered with 200 or 201
     * @param refused messages that were answered with 422
     * @param unknownRecorded messages without an answer that were recorded all the same
     * @param lost acknowledged messages that are not there, or not as they were acknowledged
     * @param doubled refs with more than one message
     * @param gaps seqs that are missing
     * @param orphans processes of PostgreSQL that are left
     */
    record Counts(
            int kills,
            long acknowledged,
            long refused,
            long unknownRecorded,
            long lost,
            long doubled,
            long gaps,
            long orphans) {}

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LONGEST_WAIT_MILLIS = 300;

    /** An orderly stop waits for the answers of those who wait for the database, which takes a while. */
    private static final int ORDERLY_STOP_IN = 5;

    private final Path data;
    private final Target target;
    private final int messagesBeforeKill;
    private final Random random;
    private final CrashTraffic traffic;
    private int kills;
    private long lostRows;
    private long doubledRows;
    private long gaps;

    /**
     * A run on an empty data directory.
     *
     * @param messagesBeforeKill how many are acknowledged in a round, at least, before the kill
     */
    CrashRun(Path data, Target target, long seed, int messagesBeforeKill) {
        this.data = data;
        this.target = target;
        this.messagesBeforeKill = messagesBeforeKill;
        this.random = new Random(seed);
        this.traffic = new CrashTraffic(seed);
    }

    /** Starts the server, settles what the round before left open, and kills it under load. */
    void round() throws IOException, InterruptedException {
        try (ServerProgram server = ServerProgram.start(data);
                LedgerHttp http = new LedgerHttp(server.url())) {
            traffic.settle(http);
            gaps += number(server.database(), "select coalesce(max(seq), 0) - count(*) from journal.event");
            int enough = traffic.acknowledged.size() + messagesBeforeKill;
            try (CrashTraffic.Running callers = traffic.start(http, kills)) {
                awaitAcknowledged(enough, server);
                LockSupport.parkNanos(
                        Duration.ofMillis(random.nextInt(LONGEST_WAIT_MILLIS)).toNanos());
                kill(server);
                kills++;
                callers.join();
            }
        }
    }

    private void kill(ServerProgram server) throws InterruptedException {
        if (target == Target.SERVER) {
            server.kill();
            return;
        }
        server.killDatabase();
        if (random.nextInt(ORDERLY_STOP_IN) == 0) {
            server.stop();
        } else {
            server.kill();
        }
    }

    /** Starts the server for the last time, checks the whole ledger and stops it in good order. */
    Counts finish() throws IOException, InterruptedException {
        try (ServerProgram server = ServerProgram.start(data);
                LedgerHttp http = new LedgerHttp(server.url())) {
            traffic.settle(http);
            DataSource database = server.database();
            compare(database);
            gaps += number(database, "select coalesce(max(seq), 0) - count(*) from journal.event");
            LedgerInvariants.awaitAndCheck(database, http.head());
            server.stop();
        }
        return new Counts(
                kills,
                traffic.acknowledged.size(),
                traffic.refused.get(),
                traffic.unknownRecorded.get(),
                traffic.lost.size() + lostRows,
                doubledRows + traffic.strange.size(),
                gaps,
                ServerProgram.databaseProcesses(data).size());
    }

    /** What is wrong, in words. */
    String breaches() {
        return "lost: " + traffic.lost + ", strange: " + traffic.strange;
    }

    private void awaitAcknowledged(int enough, ServerProgram server) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (traffic.acknowledged.size() < enough) {
            if (Instant.now().isAfter(deadline)) {
                throw new IllegalStateException(
                        "the server takes no messages: " + traffic.strange + "\n" + String.join("\n", server.output()));
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    /** Every acknowledged message is in the journal, once, where it was said to be. */
    private void compare(DataSource database) {
        Map<String, CrashTraffic.Recorded> stored = new HashMap<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select ref, seq, seq + message_size - 1 from journal.event where ref is not null")) {
            while (rows.next()) {
                CrashTraffic.Recorded recorded = new CrashTraffic.Recorded(rows.getLong(2), rows.getLong(3));
                doubledRows += stored.put(rows.getString(1), recorded) == null ? 0 : 1;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        lostRows += traffic.acknowledged.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(stored.get(entry.getKey())))
                .count();
        lostRows += stored.keySet().stream()
                .filter(ref -> !traffic.acknowledged.containsKey(ref))
                .count();
    }

    private static long number(DataSource database, String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
