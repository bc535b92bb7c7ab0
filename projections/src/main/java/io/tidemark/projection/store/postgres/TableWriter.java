package io.tidemark.projection.store.postgres;

import io.tidemark.projection.store.Column;
import io.tidemark.projection.store.StorageException;
import io.tidemark.projection.store.TableChanges;
import io.tidemark.projection.store.TableChanges.Version;
import io.tidemark.projection.store.TableDefinition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes the changes of one table in a running transaction: new rows by {@code copy}, the others by one statement a kind.
 *
 * @param <K> what a row is known by
 * @param <R> the row
 */
final class TableWriter<K, R> {

    private final TableSql sql;
    private final TableDefinition<K, R> table;
    private final TableChanges<K, R> changes;
    private final int generation;
    private final boolean isClean;

    /**
     * A writer.
     *
     * @param isClean whether to leave out characters that cannot be stored
     */
    TableWriter(TableSql sql, TableChanges<K, R> changes, int generation, boolean isClean) {
        this.sql = sql;
        this.table = changes.table();
        this.changes = changes;
        this.generation = generation;
        this.isClean = isClean;
    }

    void write(Connection connection) throws SQLException {
        insert(connection, ordered(changes.inserts()));
        update(connection, ordered(changes.updates()));
        upsert(connection, ordered(changes.upserts()));
        delete(connection, changes.deletes());
        insertHistory(connection, changes.history());
    }

    /** Rows share their texts, so there are few texts to sort; a comparison of rows would jump through memory. */
    private List<R> ordered(List<R> rows) {
        Function<? super R, String> order = table.writeOrder();
        if (order == null || rows.size() < 2) {
            return rows;
        }
        Map<String, List<R>> rowsByText = new HashMap<>();
        for (R row : rows) {
            rowsByText
                    .computeIfAbsent(order.apply(row), text -> new ArrayList<>())
                    .add(row);
        }
        List<R> sorted = new ArrayList<>(rows.size());
        rowsByText.keySet().stream().sorted().forEach(text -> sorted.addAll(rowsByText.getOrDefault(text, List.of())));
        return sorted;
    }

    private void insert(Connection connection, List<R> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        int columns = (sql.hasGeneration() ? 1 : 0)
                + table.keyColumns().size()
                + table.valueColumns().size();
        try (BinaryCopy copy = new BinaryCopy(connection, sql.copy())) {
            for (R row : rows) {
                copy.row(columns);
                if (sql.hasGeneration()) {
                    copy.integer(generation);
                }
                if (!table.keyColumns().isEmpty()) {
                    K key = table.keyOf(row);
                    for (Column<K> column : table.keyColumns()) {
                        copy.value(column, column.value().apply(key));
                    }
                }
                for (Column<R> column : table.valueColumns()) {
                    Object value = column.value().apply(row);
                    copy.value(column, isClean ? Sanitizer.clean(column, value) : value);
                }
            }
            requireRows(copy.finish(), rows.size(), "added");
        }
    }

    private void update(Connection connection, List<R> rows) throws SQLException {
        List<Column<R>> mutable = new ArrayList<>();
        for (Column<R> column : table.valueColumns()) {
            if (column.isMutable()) {
                mutable.add(column);
            }
        }
        if (!rows.isEmpty() && !mutable.isEmpty()) {
            requireRows(execute(connection, sql.update(), rows, mutable), rows.size(), "changed");
        }
    }

    private void upsert(Connection connection, List<R> rows) throws SQLException {
        if (!rows.isEmpty()) {
            execute(connection, sql.upsert(), rows, table.valueColumns());
        }
    }

    private void delete(Connection connection, List<K> keys) throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql.delete())) {
            ArrayBinder binder = new ArrayBinder(connection, statement);
            for (Column<K> column : table.keyColumns()) {
                binder.column(column, keys, false);
            }
            statement.executeUpdate();
        }
    }

    private void insertHistory(Connection connection, List<Version<K, R>> versions) throws SQLException {
        if (versions.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql.insertHistory())) {
            ArrayBinder binder = new ArrayBinder(connection, statement);
            List<K> keys = versions.stream().map(Version::key).toList();
            for (Column<K> column : table.keyColumns()) {
                binder.column(column, keys, false);
            }
            for (Column<R> column : table.valueColumns()) {
                binder.column(ofVersion(column), versions, isClean);
            }
            binder.numbers(versions.stream().mapToLong(Version::seq).toArray());
            boolean[] deleted = new boolean[versions.size()];
            for (int i = 0; i < deleted.length; i++) {
                deleted[i] = versions.get(i).row() == null;
            }
            binder.flags(deleted);
            requireRows(statement.executeUpdate(), versions.size(), "added to the history");
        }
    }

    private static <K, R> Column<Version<K, R>> ofVersion(Column<R> column) {
        return new Column<>(
                column.name(), column.type(), column.isMutable(), version -> valueOf(column, version.row()));
    }

    private static <R> @Nullable Object valueOf(Column<R> column, @Nullable R row) {
        return row == null ? null : column.value().apply(row);
    }

    private int execute(Connection connection, String statementSql, List<R> rows, List<Column<R>> values)
            throws SQLException {
        return execute(connection, statementSql, table, rows, values, isClean);
    }

    /** Runs a statement on whole rows of a table, outside of any write. */
    static <K, R> void keep(Connection connection, String statementSql, TableDefinition<K, R> table, List<R> rows)
            throws SQLException {
        execute(connection, statementSql, table, rows, table.valueColumns(), false);
    }

    private static <K, R> int execute(
            Connection connection,
            String statementSql,
            TableDefinition<K, R> table,
            List<R> rows,
            List<Column<R>> values,
            boolean isClean)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(statementSql)) {
            ArrayBinder binder = new ArrayBinder(connection, statement);
            List<K> keys = new ArrayList<>(rows.size());
            rows.forEach(row -> keys.add(table.keyOf(row)));
            for (Column<K> column : table.keyColumns()) {
                binder.column(column, keys, false);
            }
            for (Column<R> column : values) {
                binder.column(column, rows, isClean);
            }
            return statement.executeUpdate();
        }
    }

    private void requireRows(long actual, int expected, String what) {
        if (actual != expected) {
            throw new StorageException(
                    StorageException.Kind.PERMANENT,
                    actual + " rows of " + sql.name() + " were " + what + " where the journal says " + expected
                            + ": the table does not fit the journal; reset the projection",
                    null);
        }
    }
}
