package io.tidemark.projection.lots;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** All live rows of the projections as text, in key order: equal dumps are equal tables. */
final class TableDump {

    private static final List<String> LOTS = List.of(
            "select 'account', a.* from lots.account a order by currency, account",
            "select 'lot', l.* from lots.lot l order by account, ref, lot_index",
            "select 'watermark', w.* from lots.watermark w");

    private static final List<String> HISTORY = List.of(
            "select 'movement', m.* from history.movement m order by account, ref, movement_index",
            "select 'message', m.* from history.message m order by ref",
            "select 'watermark', w.* from history.watermark w");

    private TableDump() {}

    /** The rows of the lot cache. */
    static List<String> lots(DataSource dataSource) {
        return all(dataSource, LOTS);
    }

    /** The rows of the history. */
    static List<String> history(DataSource dataSource) {
        return all(dataSource, HISTORY);
    }

    private static List<String> all(DataSource dataSource, List<String> queries) {
        List<String> lines = new ArrayList<>();
        for (String query : queries) {
            lines.addAll(rows(dataSource, query));
        }
        return lines;
    }

    /** The rows of a query, columns separated by bars. */
    static List<String> rows(DataSource dataSource, String query) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> lines = new ArrayList<>();
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                StringBuilder line = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    line.append(i == 1 ? "" : "|").append(rows.getString(i));
                }
                lines.add(line.toString());
            }
            return lines;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of the first row. */
    static long number(DataSource dataSource, String query) {
        return Long.parseLong(rows(dataSource, query).getFirst());
    }
}
