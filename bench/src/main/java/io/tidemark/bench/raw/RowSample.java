package io.tidemark.bench.raw;

import io.tidemark.bench.database.ScratchDatabase;
import io.tidemark.bench.load.Refs;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Messages as the ledger wrote them, handed out again and again as new ones: the same bytes and streams, under refs and
 * stream positions that were not there before. Thread-safe.
 */
public final class RowSample {

    private static final String READ = """
            select stream_id, stream_seq, stream_type, event_id, event_type, revision, recorded_at, payload, metadata,
                   ref, fingerprint, message_size
            from journal.event where seq > ? order by seq limit ?
            """;

    /** More than any stream of a sample has. */
    private static final long POSITIONS_A_PASS = 1_000_000;

    private final List<List<JournalRow>> messages;
    private final Refs refs;
    private final AtomicLong taken = new AtomicLong();

    private RowSample(List<List<JournalRow>> messages, Refs refs) {
        this.messages = List.copyOf(messages);
        this.refs = refs;
    }

    /**
     * The messages after a seq, which must be a message's last.
     *
     * @param rows how many rows are looked at; a message that may have more than these is left out
     */
    public static RowSample read(ScratchDatabase database, long afterSeq, int rows, Refs refs) throws SQLException {
        List<List<JournalRow>> messages = new ArrayList<>();
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setLong(1, afterSeq);
            statement.setInt(2, rows);
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    JournalRow row = row(found);
                    if (row.ref() != null) {
                        messages.add(new ArrayList<>());
                    }
                    messages.getLast().add(row);
                }
            }
        }
        messages.removeLast();
        return new RowSample(messages, refs);
    }

    /** A sample of its own over the same messages, for a table that is empty. */
    public RowSample again() {
        return new RowSample(messages, refs);
    }

    private static JournalRow row(ResultSet rows) throws SQLException {
        int size = rows.getInt(12);
        return new JournalRow(
                rows.getString(1),
                rows.getLong(2),
                rows.getString(3),
                rows.getString(4),
                rows.getString(5),
                rows.getString(6),
                rows.getLong(7),
                rows.getBytes(8),
                rows.getBytes(9),
                rows.getString(10),
                rows.getBytes(11),
                size == 0 ? null : size);
    }

    /** A new message. */
    List<JournalRow> next() {
        long count = taken.getAndIncrement();
        long pass = count / messages.size();
        List<JournalRow> message = new ArrayList<>(2);
        for (JournalRow row : messages.get((int) (count % messages.size()))) {
            message.add(row.at(row.streamSeq() + pass * POSITIONS_A_PASS, row.ref() == null ? null : refs.next()));
        }
        return message;
    }
}
