package io.tidemark.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads the journal from end to end, for those who fold all of it. Asks for no more of an event than that takes. Takes a
 * connection of the pool for each call; thread-safe.
 */
public final class JournalScan {

    private static final String AFTER = """
            select seq, recorded_at, event_type, revision, payload from journal.event
            where seq > ? order by seq limit ?
            """;

    private static final String HEAD = "select seq from journal.head";

    private final DataSource dataSource;

    /** A scan of the journal in a database. */
    public JournalScan(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * An event as it is stored.
     *
     * @param seq its position
     * @param recordedAt when the journal took it, in whole microseconds
     * @param type stored name of its type
     * @param revision revision of its type; {@code null} for none
     * @param payload what it says; not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared and never changed.
    public record Row(
            long seq,
            Instant recordedAt,
            String type,
            @Nullable String revision,
            byte[] payload) {}

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
     * Events after a seq, in seq order.
     *
     * @param seq the seq before the first
     * @param limit how many at most
     * @throws JournalUnavailableException if the database cannot be read
     */
    public List<Row> after(long seq, int limit) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(AFTER)) {
            statement.setLong(1, seq);
            statement.setInt(2, limit);
            List<Row> page = new ArrayList<>(limit);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    page.add(new Row(
                            rows.getLong(1),
                            Instant.EPOCH.plus(rows.getLong(2), ChronoUnit.MICROS),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getBytes(5)));
                }
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
