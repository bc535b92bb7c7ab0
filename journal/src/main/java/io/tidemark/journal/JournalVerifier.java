package io.tidemark.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Re-computes the journal's hash chain from what is stored and finds the first seq that is not as it was recorded: a
 * changed byte, a missing row, one too many, rows swapped. Reads one snapshot and does not hold up the writer.
 * Thread-safe.
 *
 * <p>It proves that nothing was changed by somebody who did not re-compute the chain. A tail that was cut off together
 * with the head row is only found by comparing with a head that was written down elsewhere.
 */
public final class JournalVerifier {

    private static final int FETCH_ROWS = 4_000;
    private static final int PROGRESS_ROWS = 16_384;

    private static final String EVENTS = """
            select seq, stream_seq, recorded_at, stream_id, stream_type, event_id, event_type, revision, payload,
                   metadata, ref, fingerprint, message_size, checksum
            from journal.event order by seq
            """;

    private static final String BATCHES = "select seq_from, seq_to, hash from journal.batch order by seq_to";

    private static final String HEAD = "select seq, hash from journal.head";

    private final DataSource dataSource;

    /** A verifier of the journal in a database. */
    public JournalVerifier(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * What a verification found.
     *
     * @param checked events that were read
     * @param firstBadSeq the first seq that is not as it was recorded; empty if all are
     * @param finding what is wrong there; {@code null} if nothing is
     */
    public record Report(
            long checked,
            OptionalLong firstBadSeq,
            @Nullable String finding) {

        /** Whether the journal is as it was recorded. */
        public boolean isOk() {
            return firstBadSeq.isEmpty();
        }
    }

    /**
     * Verifies the whole journal.
     *
     * @param progress is told now and then how many events were checked
     * @throws JournalUnavailableException if the journal cannot be read
     */
    public Report verify(LongConsumer progress) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try (PreparedStatement events = connection.prepareStatement(EVENTS);
                    PreparedStatement batches = connection.prepareStatement(BATCHES)) {
                events.setFetchSize(FETCH_ROWS);
                batches.setFetchSize(FETCH_ROWS);
                try (ResultSet event = events.executeQuery();
                        ResultSet batch = batches.executeQuery()) {
                    return new Walk(event, progress).run(batch, connection);
                }
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new JournalUnavailableException("the journal cannot be read: " + e.getMessage(), e);
        }
    }

    /** One pass over rows and batches, side by side. */
    private static final class Walk {
        private final ResultSet event;
        private final LongConsumer progress;
        private byte[] hash = new byte[32];
        private long checked;

        Walk(ResultSet event, LongConsumer progress) {
            this.event = event;
            this.progress = progress;
        }

        Report run(ResultSet batch, Connection connection) throws SQLException {
            while (batch.next()) {
                Report fault = group(batch.getLong(1), batch.getLong(2), batch.getBytes(3));
                if (fault != null) {
                    return fault;
                }
            }
            progress.accept(checked);
            if (event.next()) {
                return bad(event.getLong(1), "an event that no batch has");
            }
            return head(connection);
        }

        private Report head(Connection connection) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(HEAD);
                    ResultSet head = statement.executeQuery()) {
                if (!head.next()) {
                    return bad(checked + 1, "the head is missing");
                }
                if (head.getLong(1) != checked) {
                    return bad(checked + 1, "the head says that the journal ends at seq " + head.getLong(1));
                }
                if (!Arrays.equals(head.getBytes(2), hash)) {
                    return bad(Math.max(1, checked), "the head has another hash than the last batch");
                }
                return new Report(checked, OptionalLong.empty(), null);
            }
        }

        private @Nullable Report group(long from, long to, byte[] recorded) throws SQLException {
            if (from != checked + 1) {
                return bad(Math.min(from, checked + 1), "the batches do not follow on each other");
            }
            HashChain chain = new HashChain(hash, from, Math.toIntExact(to - from + 1));
            for (long seq = from; seq <= to; seq++) {
                if (!event.next()) {
                    return bad(seq, "the event is missing");
                }
                long found = event.getLong(1);
                if (found != seq) {
                    return bad(Math.min(seq, found), "the event is missing");
                }
                if (chain.add(row(event)) != event.getInt(14)) {
                    return bad(seq, "the event is not as it was recorded");
                }
                checked++;
                if (checked % PROGRESS_ROWS == 0) {
                    progress.accept(checked);
                }
            }
            hash = chain.finish();
            return Arrays.equals(hash, recorded)
                    ? null
                    : bad(from, "the hash of the batch up to seq " + to + " is wrong");
        }

        private Report bad(long seq, String finding) {
            return new Report(checked, OptionalLong.of(seq), finding);
        }

        /** Text is taken as the bytes that the server sends, which are UTF-8: no decoding, no encoding. */
        private static HashChain.HashedRow row(ResultSet row) throws SQLException {
            return new HashChain.HashedRow(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getBytes(4),
                    row.getBytes(5),
                    row.getBytes(6),
                    row.getBytes(7),
                    row.getBytes(8),
                    row.getBytes(9),
                    row.getBytes(10),
                    row.getBytes(11),
                    row.getBytes(12),
                    row.getInt(13));
        }
    }
}
