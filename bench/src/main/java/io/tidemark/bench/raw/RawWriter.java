package io.tidemark.bench.raw;

import io.tidemark.bench.database.ScratchDatabase;
import io.tidemark.bench.load.Threads;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Inserts the rows of many producers in groups over one connection, a transaction a group, and does nothing else: no
 * decisions, no hash, no projections. What the ledger is measured against.
 */
public final class RawWriter implements AutoCloseable {

    private static final String INSERT = """
            insert into journal.event (seq, stream_id, stream_seq, stream_type, event_id, event_type, revision,
                                       recorded_at, payload, metadata, ref, fingerprint, message_size, checksum)
            select r.*, 0 from unnest(?::bigint[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[],
                                 ?::bigint[], ?::bytea[], ?::bytea[], ?::text[], ?::bytea[], ?::integer[]) as r
            """;

    private static final int MOST_MESSAGES = 4_000;

    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final LongAdder stored = new LongAdder();
    private final List<Thread> producers = new ArrayList<>();
    private final Thread writer;
    private final Connection connection;
    private volatile boolean stopped;
    private volatile @Nullable SQLException failure;
    private long seq = 1;

    /** Starts so many producers, each of which waits for its message before it goes on. */
    public RawWriter(ScratchDatabase database, RowSample sample, int producers) throws SQLException {
        this.connection = database.connect();
        this.writer = Thread.ofPlatform().name("raw-writer").start(this::write);
        for (int i = 0; i < producers; i++) {
            this.producers.add(Thread.ofVirtual().name("producer-" + i).start(() -> produce(sample)));
        }
    }

    /** Rows stored so far. */
    public long stored() {
        return stored.sum();
    }

    private void produce(RowSample sample) {
        while (!stopped) {
            Waiting waiting = new Waiting(sample.next(), new CompletableFuture<>());
            queue.add(waiting);
            if (!waiting.isStored.join()) {
                return;
            }
        }
    }

    private void write() {
        List<Waiting> group = new ArrayList<>();
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            while (true) {
                group.add(queue.take());
                queue.drainTo(group, MOST_MESSAGES - 1);
                stored.add(insert(insert, group));
                answer(group, true);
            }
        } catch (SQLException e) {
            failure = e;
            stopped = true;
            answer(group, false);
            refuseRest();
        } catch (InterruptedException e) {
            // Every producer has had its last answer.
            stopped = true;
        }
    }

    private void refuseRest() {
        try {
            while (true) {
                answer(new ArrayList<>(List.of(queue.take())), false);
            }
        } catch (InterruptedException e) {
            stopped = true;
        }
    }

    private static void answer(List<Waiting> group, boolean isStored) {
        group.forEach(waiting -> waiting.isStored.complete(isStored));
        group.clear();
    }

    private int insert(PreparedStatement insert, List<Waiting> group) throws SQLException {
        List<JournalRow> rows = new ArrayList<>(2 * group.size());
        group.forEach(waiting -> rows.addAll(waiting.rows));
        long[] seqs = LongStream.range(seq, seq + rows.size()).toArray();
        seq += rows.size();
        PGConnection postgres = connection.unwrap(PGConnection.class);
        insert.setArray(1, postgres.createArrayOf("bigint", seqs));
        insert.setArray(2, postgres.createArrayOf("text", texts(rows, JournalRow::streamId)));
        insert.setArray(3, postgres.createArrayOf("bigint", numbers(rows, JournalRow::streamSeq)));
        insert.setArray(4, postgres.createArrayOf("text", texts(rows, JournalRow::streamType)));
        insert.setArray(5, postgres.createArrayOf("text", texts(rows, JournalRow::eventId)));
        insert.setArray(6, postgres.createArrayOf("text", texts(rows, JournalRow::eventType)));
        insert.setArray(7, postgres.createArrayOf("text", texts(rows, JournalRow::revision)));
        insert.setArray(8, postgres.createArrayOf("bigint", numbers(rows, JournalRow::recordedAt)));
        insert.setArray(9, postgres.createArrayOf("bytea", bytes(rows, JournalRow::payload)));
        insert.setArray(10, postgres.createArrayOf("bytea", bytes(rows, JournalRow::metadata)));
        insert.setArray(11, postgres.createArrayOf("text", texts(rows, JournalRow::ref)));
        insert.setArray(12, postgres.createArrayOf("bytea", bytes(rows, JournalRow::fingerprint)));
        insert.setArray(13, postgres.createArrayOf("integer", integers(rows, JournalRow::messageSize)));
        return insert.executeUpdate();
    }

    private static long[] numbers(List<JournalRow> rows, ToLongFunction<JournalRow> column) {
        return rows.stream().mapToLong(column).toArray();
    }

    private static @Nullable Integer[] integers(List<JournalRow> rows, Function<JournalRow, @Nullable Integer> column) {
        @Nullable Integer[] values = new Integer[rows.size()];
        Arrays.setAll(values, i -> column.apply(rows.get(i)));
        return values;
    }

    private static @Nullable String[] texts(List<JournalRow> rows, Function<JournalRow, @Nullable String> column) {
        @Nullable String[] values = new String[rows.size()];
        Arrays.setAll(values, i -> column.apply(rows.get(i)));
        return values;
    }

    private static byte[] @Nullable [] bytes(List<JournalRow> rows, Function<JournalRow, byte @Nullable []> column) {
        byte[] @Nullable [] values = new byte[rows.size()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        return values;
    }

    /**
     * Lets every producer have its last answer.
     *
     * @throws SQLException if rows were not stored
     */
    @Override
    public void close() throws SQLException {
        stopped = true;
        producers.forEach(Threads::join);
        writer.interrupt();
        Threads.join(writer);
        connection.close();
        SQLException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }

    private record Waiting(List<JournalRow> rows, CompletableFuture<Boolean> isStored) {}
}
