package io.tidemark.bench.profile;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * What callers, the journal's writer and the server's sessions do or wait for, by the clock on the wall: looks at one
 * caller at random, at the writer and at all sessions every few milliseconds.
 */
final class WallSamples {

    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final String WRITER = "tidemark-journal-writer";

    private static final String SESSIONS = """
            select coalesce(nullif(application_name, ''), backend_type),
                   case when state = 'active' then coalesce(wait_event_type || ' ' || wait_event, 'on a processor')
                        else 'waits for its client' || case when state like 'idle in%' then ', in a transaction' else '' end
                   end
            from pg_stat_activity
            where pid <> pg_backend_pid() and backend_type = 'client backend'
            """;

    /** Where a thread is, by a frame on its stack; the first that is found from the inside decides. */
    private static final Map<String, String> PLACES = Map.ofEntries(
            Map.entry("io.tidemark.journal.StreamLocks.obtainLock", "wait for an account"),
            Map.entry("io.tidemark.journal.AppendQueue.enqueue", "enter the queue"),
            Map.entry("io.tidemark.journal.AppendQueue.take", "wait for appends"),
            Map.entry("io.tidemark.journal.AppendQueue.settle", "settle the queue"),
            Map.entry("io.tidemark.journal.GroupImage.<init>", "lay out and hash the group"),
            Map.entry("io.tidemark.journal.PostgresEventStorageEngine.await", "wait until durable"),
            Map.entry("io.tidemark.journal.PostgresEventStorageEngine.rows", "serialize"),
            Map.entry("io.tidemark.journal.EventReader.lastOfStream", "look up a stream's end"),
            Map.entry("io.tidemark.journal.GroupWriter.stored", "wake callers"),
            Map.entry("org.postgresql.core.v3.QueryExecutorImpl.processResults", "wait for PostgreSQL"),
            Map.entry("org.postgresql.core.v3.QueryExecutorImpl.sendQuery", "send"),
            Map.entry("io.tidemark.journal.WriterConnection.insert", "bind parameters"),
            Map.entry("io.tidemark.command.domain.MovementDecider.decide", "decide"),
            Map.entry("io.tidemark.command.axon.MovementHandler.handle", "load, apply and the rest of handling"));

    private final Shares callers = new Shares();
    private final Shares writer = new Shares();
    private final Map<String, Shares> sessions = new TreeMap<>();

    /** Samples for so long. */
    static WallSamples take(Connection superuser, List<Thread> callers, Duration time)
            throws SQLException, InterruptedException {
        WallSamples samples = new WallSamples();
        SplittableRandom random = new SplittableRandom(1);
        Thread writer = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(WRITER))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the journal has no writer"));
        try (PreparedStatement statement = superuser.prepareStatement(SESSIONS)) {
            long end = System.nanoTime() + time.toNanos();
            while (System.nanoTime() < end) {
                samples.callers.add(
                        place(callers.get(random.nextInt(callers.size())).getStackTrace()), 1);
                samples.writer.add(place(writer.getStackTrace()), 1);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        samples.sessions
                                .computeIfAbsent(rows.getString(1), name -> new Shares())
                                .add(rows.getString(2), 1);
                    }
                }
                Thread.sleep(PAUSE);
            }
        }
        return samples;
    }

    private static String place(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .map(frame -> PLACES.get(frame.getClassName() + "." + frame.getMethodName()))
                .filter(place -> place != null)
                .findFirst()
                .map(place -> place == null ? "" : place)
                .orElse(stack.length == 0 ? "on a processor, or none" : "elsewhere");
    }

    /** What callers do. */
    Shares callers() {
        return callers;
    }

    /** What the writer does. */
    Shares writer() {
        return writer;
    }

    /** What the server's sessions do, by the name that they give themselves. */
    Map<String, Shares> sessions() {
        return sessions;
    }
}
