package io.tidemark.server.endtoend;

import io.tidemark.journal.JournalVerifier;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/**
 * A journal at rest beside what callers were told of it.
 *
 * @param lost messages that were acknowledged and are not where they were said to be, or are there and unheard of
 * @param doubled refs that were recorded twice
 * @param gaps seqs that are missing
 * @param chainBreaks 1 if the hash chain is not as it was recorded, up to the head
 */
record JournalFindings(long lost, long doubled, long gaps, long chainBreaks) {

    private static final String MESSAGES =
            "select ref, seq, seq + message_size - 1 from journal.event where ref is not null";

    /** Compares; nothing may be unknown any more. */
    static JournalFindings of(DataSource database, Map<String, CrashTraffic.Recorded> acknowledged) {
        Map<String, CrashTraffic.Recorded> stored = new HashMap<>();
        long doubled = 0;
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(MESSAGES)) {
            while (rows.next()) {
                CrashTraffic.Recorded recorded = new CrashTraffic.Recorded(rows.getLong(2), rows.getLong(3));
                doubled += stored.put(rows.getString(1), recorded) == null ? 0 : 1;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        long lost = acknowledged.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(stored.get(entry.getKey())))
                .count();
        lost += stored.keySet().stream()
                .filter(ref -> !acknowledged.containsKey(ref))
                .count();
        JournalVerifier.Report verified = new JournalVerifier(database).verify(checked -> {});
        boolean whole = verified.isOk() && verified.checked() == number(database, "select seq from journal.head");
        return new JournalFindings(lost, doubled, gaps(database), whole ? 0 : 1);
    }

    /** Seqs that are missing. */
    static long gaps(DataSource database) {
        return number(database, "select coalesce(max(seq), 0) - count(*) from journal.event");
    }

    /** The one number that a query gives. */
    static long number(DataSource database, String sql) {
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
