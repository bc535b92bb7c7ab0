package io.tidemark.projection.store.postgres;

import io.tidemark.projection.store.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Binds columns of many rows as arrays, from left to right. Not thread-safe. */
final class ArrayBinder {

    private final PGConnection connection;
    private final PreparedStatement statement;
    private int position;

    ArrayBinder(Connection connection, PreparedStatement statement) throws SQLException {
        this.connection = connection.unwrap(PGConnection.class);
        this.statement = statement;
    }

    /** The values of a column in all items. */
    <T> void column(Column<T> column, List<? extends T> items, boolean isClean) throws SQLException {
        switch (column.type()) {
            case BIGINT -> numbers(column, items);
            case INTEGER -> array("integer", integers(column, items));
            case TEXT, JSON ->
                array("text", texts(column, items, isClean ? text -> (String) clean(column, text) : text -> text));
        }
    }

    /** Numbers that are all there. */
    void numbers(long[] values) throws SQLException {
        array("bigint", values);
    }

    /** Truth values that are all there. */
    void flags(boolean[] values) throws SQLException {
        array("boolean", values);
    }

    private <T> void numbers(Column<T> column, List<? extends T> items) throws SQLException {
        long[] values = new long[items.size()];
        for (int i = 0; i < values.length; i++) {
            Object value = column.value().apply(items.get(i));
            if (value == null) {
                array("bigint", numbersOrNull(column, items));
                return;
            }
            values[i] = ((Number) value).longValue();
        }
        array("bigint", values);
    }

    private static <T> @Nullable Long[] numbersOrNull(Column<T> column, List<? extends T> items) {
        @Nullable Long[] values = new @Nullable Long[items.size()];
        for (int i = 0; i < values.length; i++) {
            Object value = column.value().apply(items.get(i));
            values[i] = value == null ? null : ((Number) value).longValue();
        }
        return values;
    }

    private static <T> @Nullable Integer[] integers(Column<T> column, List<? extends T> items) {
        @Nullable Integer[] values = new @Nullable Integer[items.size()];
        for (int i = 0; i < values.length; i++) {
            Object value = column.value().apply(items.get(i));
            values[i] = value == null ? null : ((Number) value).intValue();
        }
        return values;
    }

    private static <T> @Nullable String[] texts(
            Column<T> column, List<? extends T> items, UnaryOperator<@Nullable String> change) {
        @Nullable String[] values = new @Nullable String[items.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = change.apply((String) column.value().apply(items.get(i)));
        }
        return values;
    }

    private static @Nullable Object clean(Column<?> column, @Nullable Object value) {
        return Sanitizer.clean(column, value);
    }

    private void array(String type, Object values) throws SQLException {
        statement.setArray(++position, connection.createArrayOf(type, values));
    }
}
