package io.tidemark.projection.store;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param name its name in the database
 * @param type what it holds
 * @param isMutable whether it may differ between two versions of a row; updates leave the others alone
 * @param value reads it from a row (or from a key, for a key's column)
 * @param <T> what the value is read from
 */
public record Column<T>(
        String name, ColumnType type, boolean isMutable, Function<? super T, ? extends @Nullable Object> value) {

    /** A text column that keeps its first value. */
    public static <T> Column<T> text(String name, Function<? super T, @Nullable String> value) {
        return new Column<>(name, ColumnType.TEXT, false, value);
    }

    /** A column of 64-bit numbers that keeps its first value. */
    public static <T> Column<T> bigint(String name, Function<? super T, @Nullable Long> value) {
        return new Column<>(name, ColumnType.BIGINT, false, value);
    }

    /** A column of 32-bit numbers that keeps its first value. */
    public static <T> Column<T> integer(String name, Function<? super T, @Nullable Integer> value) {
        return new Column<>(name, ColumnType.INTEGER, false, value);
    }

    /** A column of JSON values, as text, that keeps its first value. */
    public static <T> Column<T> json(String name, Function<? super T, @Nullable String> value) {
        return new Column<>(name, ColumnType.JSON, false, value);
    }

    /** The same column, for values that change. */
    public Column<T> mutable() {
        return new Column<>(name, type, true, value);
    }
}
