package io.tidemark.projection.lots;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Binds the parameters of one statement from left to right; a column of many rows goes as one array. Not thread-safe.
 */
final class Columns {

    /** Binds all parameters of a statement. */
    @FunctionalInterface
    interface Binding {
        /** Binds them to the columns, in order. */
        void bind(Columns columns) throws SQLException;
    }

    private final Connection connection;
    private final PreparedStatement statement;
    private int position;

    Columns(Connection connection, PreparedStatement statement) {
        this.connection = connection;
        this.statement = statement;
    }

    /** One {@code bigint}. */
    void number(long value) throws SQLException {
        statement.setLong(++position, value);
    }

    /** A {@code text[]}. */
    <R> void texts(Collection<R> rows, Function<R, @Nullable String> value) throws SQLException {
        array("text", rows, value);
    }

    /** A {@code bigint[]}. */
    <R> void numbers(Collection<R> rows, Function<R, @Nullable Long> value) throws SQLException {
        array("bigint", rows, value);
    }

    /** An {@code integer[]}. */
    <R> void integers(Collection<R> rows, ToIntFunction<R> value) throws SQLException {
        array("integer", rows, value::applyAsInt);
    }

    private <R> void array(String type, Collection<R> rows, Function<R, ? extends @Nullable Object> value)
            throws SQLException {
        List<@Nullable Object> values = new ArrayList<>(rows.size());
        for (R row : rows) {
            values.add(value.apply(row));
        }
        Array array = connection.createArrayOf(type, values.toArray());
        statement.setArray(++position, array);
    }
}
