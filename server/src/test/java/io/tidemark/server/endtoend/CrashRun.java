package io.tidemark.server.endtoend;

import io.tidemark.testkit.LedgerInvariants;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
        POSTGRES,
        /** The main process of PostgreSQL alone, whose children have to notice; the server as before. */
        POSTMASTER,
        /** PostgreSQL is told to stop immediately, without a checkpoint; the server as before. */
        IMMEDIATE
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
     * @param chainBreaks 1 if the hash chain is not as it was recorded, up to the head
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
            long chainBreaks,
            long orphans) {

        /** How much is wrong. */
        long faults() {
            return lost + doubled + gaps + chainBreaks + orphans;
        }
    }

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
            gaps += JournalFindings.gaps(server.database());
            int enough = traffic.acknowledged.size() + messagesBeforeKill;
            traffic.forgetRound();
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

    private void kill(ServerProgram server) throws IOException, InterruptedException {
        if (target == Target.SERVER) {
            server.kill();
            return;
        }
        switch (target) {
            case POSTMASTER -> server.killPostmaster();
            case IMMEDIATE -> server.stopDatabaseImmediately();
            default -> server.killDatabase();
        }
        if (random.nextInt(ORDERLY_STOP_IN) == 0) {
            server.stop();
        } else {
            server.kill();
        }
    }

    /** Starts the server for the last time, checks the whole ledger and stops it in good order. */
    Counts finish() throws IOException, InterruptedException {
        JournalFindings found;
        try (ServerProgram server = ServerProgram.start(data);
                LedgerHttp http = new LedgerHttp(server.url())) {
            traffic.settle(http);
            DataSource database = server.database();
            found = JournalFindings.of(database, traffic.acknowledged);
            LedgerInvariants.awaitAndCheck(database, http.head());
            server.stop();
        }
        return new Counts(
                kills,
                traffic.acknowledged.size(),
                traffic.refused.get(),
                traffic.unknownRecorded.get(),
                traffic.lost.size() + found.lost(),
                found.doubled() + traffic.strange.size(),
                gaps + found.gaps(),
                found.chainBreaks(),
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
}
