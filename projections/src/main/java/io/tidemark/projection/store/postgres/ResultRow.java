package io.tidemark.projection.store.postgres;

import io.tidemark.projection.store.StoredRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The row that a result set is at. */
record ResultRow(ResultSet rows) implements StoredRow {

    @Override
    public String text(String column) {
        String text = textOrNull(column);
        if (text == null) {
            throw new IllegalStateException("the column " + column + " is null");
        }
        return text;
    }

    @Override
    public @Nullable String textOrNull(String column) {
        try {
            return rows.getString(column);
        } catch (SQLException e) {
            throw SqlStates.failure("cannot read the column " + column, e);
        }
    }

    @Override
    public long number(String column) {
        Long number = numberOrNull(column);
        if (number == null) {
            throw new IllegalStateException("the column " + column + " is null");
        }
        return number;
    }

    @Override
    public @Nullable Long numberOrNull(String column) {
        try {
            long number = rows.getLong(column);
            return rows.wasNull() ? null : number;
        } catch (SQLException e) {
            throw SqlStates.failure("cannot read the column " + column, e);
        }
    }
}
