package io.tidemark.journal;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import javax.sql.DataSource;

/**
 * Makes a journal out of what a {@link JournalExport} wrote: the same events under the same seqs, the same groups, the
 * same hashes. Everything or nothing, in one transaction that holds the head, so whoever is killed in the middle leaves an
 * empty journal. Memory does not grow with the file. Thread-safe.
 */
public final class JournalImport {

    private static final String SETTINGS =
            "set local application_name = 'tidemark journal import'; set local lock_timeout = '10s'";

    /** Raises the epoch, as everybody does who takes the head: what an older session has in hand is fenced off. */
    private static final String TAKE_HEAD = "update journal.head set epoch = epoch + 1 returning seq";

    private static final String ANYTHING = """
            select exists (select from journal.event) or exists (select from journal.batch)
                or exists (select from journal.snapshot)
            """;

    private static final String SET_HEAD = "update journal.head set seq = ?, hash = ?, recorded_at = ?";

    private final DataSource dataSource;

    /** An import into the journal in a database, whose schema is up to date. */
    public JournalImport(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** What became of an import. */
    public sealed interface Outcome {

        /**
         * The journal is there.
         *
         * @param events how many events it has, which is the last seq
         * @param hash hash of the head, lower-case hex
         */
        record Imported(long events, String hash) implements Outcome {}

        /** Nothing was done: there is a journal already. */
        record NotEmpty() implements Outcome {}

        /**
         * Nothing was done: the file is not a journal as it was exported.
         *
         * @param line the line where that shows, from 1
         * @param firstBadSeq the first seq that is not as it was exported; empty where only the database knows
         * @param finding what is wrong there
         */
        record Refused(long line, OptionalLong firstBadSeq, String finding) implements Outcome {}
    }

    /**
     * Imports a file.
     *
     * @param in is read to its end, or to where it is wrong, and stays open
     * @param progress is told now and then how many events were read
     * @throws IOException if {@code in} cannot be read; nothing was done
     * @throws JournalUnavailableException if the journal cannot be written. Unless the connection broke at the very end,
     *     nothing was done, and the same import can be run again in any case
     */
    public Outcome read(InputStream in, LongConsumer progress) throws IOException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                Outcome outcome = isEmpty(connection) ? fill(connection, in, progress) : new Outcome.NotEmpty();
                if (outcome instanceof Outcome.Imported) {
                    connection.commit();
                    done = true;
                }
                return outcome;
            } finally {
                if (!done) {
                    connection.rollback();
                }
            }
        } catch (SQLException e) {
            throw new JournalUnavailableException("the journal cannot be written: " + e.getMessage(), e);
        }
    }

    private static boolean isEmpty(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(SETTINGS);
            try (ResultSet head = statement.executeQuery(TAKE_HEAD)) {
                if (!head.next()) {
                    throw new SQLException("journal.head has no row: the schema is damaged");
                }
                if (head.getLong(1) != 0) {
                    return false;
                }
            }
            try (ResultSet anything = statement.executeQuery(ANYTHING)) {
                return anything.next() && !anything.getBoolean(1);
            }
        }
    }

    private static Outcome fill(Connection connection, InputStream in, LongConsumer progress)
            throws SQLException, IOException {
        BulkRows rows = new BulkRows(connection);
        ArchiveReader reader = new ArchiveReader(in, rows, progress);
        try {
            reader.read();
            rows.flush();
            setHead(connection, reader);
            return new Outcome.Imported(reader.seq(), HexFormat.of().formatHex(reader.hash()));
        } catch (ArchiveFault e) {
            return new Outcome.Refused(reader.line(), OptionalLong.of(reader.seq() + 1), e.finding());
        } catch (SQLException e) {
            if (!SqlStates.isFaultOfTheData(e)) {
                throw e;
            }
            return new Outcome.Refused(
                    reader.line(),
                    OptionalLong.empty(),
                    "the database does not take what is before: " + e.getMessage());
        } finally {
            rows.cancel();
        }
    }

    private static void setHead(Connection connection, ArchiveReader reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SET_HEAD)) {
            statement.setLong(1, reader.seq());
            statement.setBytes(2, reader.hash());
            statement.setLong(3, reader.recordedAt());
            statement.executeUpdate();
        }
    }
}
