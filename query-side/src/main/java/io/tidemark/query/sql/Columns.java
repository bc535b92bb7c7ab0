package io.tidemark.query.sql;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads columns that may be null, and those that JDBC reads in a roundabout way. */
public final class Columns {

    private Columns() {}

    /** A {@code bigint}, or {@code null}. */
    public static @Nullable Long number(ResultSet rows, String column) throws SQLException {
        long value = rows.getLong(column);
        return rows.wasNull() ? null : value;
    }

    /** A {@code text}, or {@code null}. */
    public static @Nullable String text(ResultSet rows, String column) throws SQLException {
        return rows.getString(column);
    }

    /**
     * A sum of {@code bigint}s, which PostgreSQL makes a {@code numeric}.
     *
     * @return {@code null} for no sum
     * @throws ArithmeticException if it does not fit a {@code long}
     */
    public static @Nullable Long sum(ResultSet rows, String column) throws SQLException {
        BigDecimal value = rows.getBigDecimal(column);
        return value == null ? null : value.longValueExact();
    }

    /** A map from one {@code text[]} of keys and one of their values. */
    public static Map<String, String> map(ResultSet rows, String keysColumn, String valuesColumn) throws SQLException {
        String[] keys = texts(rows.getArray(keysColumn));
        String[] values = texts(rows.getArray(valuesColumn));
        Map<String, String> map = new TreeMap<>();
        for (int i = 0; i < keys.length; i++) {
            map.put(keys[i], values[i]);
        }
        return map;
    }

    private static String[] texts(Array array) throws SQLException {
        return (String[]) array.getArray();
    }
}
