package io.tidemark.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Reads the journal from end to end, for those who fold all of it. Asks for no more of an event than that takes. Takes a
 * connection of the pool for each call; thread-safe.
 */
public final class JournalScan {

    private static final String COLUMNS = "seq, recorded_at, event_type, revision, payload";
    private static final int COLUMN_COUNT = 5;

    private static final String HEAD = "select seq from journal.head";

    private final DataSource dataSource;

    /** A scan of the journal in a database. */
    public JournalScan(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * The last seq, 0 when the journal is empty.
     *
     * @throws JournalUnavailableException if the database cannot be read
     */
    public long head() {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(HEAD);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    /**
     * Events after a seq, in seq order. They come by COPY, for which no row is a round trip, a decoding or an object.
     *
     * @param seq the seq before the first
     * @param limit how many at most; seqs have no gaps
     * @throws JournalUnavailableException if the database cannot be read
     */
    public JournalPage after(long seq, int limit) {
        JournalPage page = new JournalPage(limit);
        BinaryRow row = new BinaryRow(COLUMN_COUNT);
        try (Connection connection = dataSource.getConnection();
                BinaryRows rows = BinaryRows.read(connection, COLUMNS, seq, seq + limit)) {
            while (rows.next(row)) {
                page.add(row);
            }
            return page;
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    private static JournalUnavailableException unavailable(SQLException reason) {
        return new JournalUnavailableException("the journal cannot be read: " + reason.getMessage(), reason);
    }
}
