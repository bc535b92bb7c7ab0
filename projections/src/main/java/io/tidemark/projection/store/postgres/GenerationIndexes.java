package io.tidemark.projection.store.postgres;

import io.tidemark.projection.store.Column;
import io.tidemark.projection.store.TableDefinition;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * The indexes of one generation. A generation that is being built gets them late, because rows go in faster without: the
 * one on the key when a row has to be found for the first time, the others at the end. Thread-safe.
 */
final class GenerationIndexes {

    private final DataSource dataSource;
    private final int generation;
    private final Set<TableDefinition<?, ?>> keyed = ConcurrentHashMap.newKeySet();

    GenerationIndexes(DataSource dataSource, int generation) {
        this.dataSource = dataSource;
        this.generation = generation;
    }

    /** Makes sure that rows can be found by key. */
    void requireKey(TableDefinition<?, ?> table) {
        if (isKeyed(table)) {
            return;
        }
        try (Connection connection = dataSource.getConnection()) {
            requireKey(connection, table);
        } catch (SQLException e) {
            throw SqlStates.failure("cannot index " + table, e);
        }
        keyed.add(table);
    }

    /** The same in a running transaction, with which it may be undone. */
    void requireKey(Connection connection, TableDefinition<?, ?> table) throws SQLException {
        if (isKeyed(table)) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(key(table));
        }
    }

    private boolean isKeyed(TableDefinition<?, ?> table) {
        return table.kind() != TableDefinition.Kind.KEYED || keyed.contains(table);
    }

    /** Statements that make all indexes of a table that it does not have. */
    List<String> all(TableDefinition<?, ?> table) {
        List<String> statements = new ArrayList<>();
        if (table.kind() == TableDefinition.Kind.SHARED) {
            return statements;
        }
        if (!table.keyColumns().isEmpty()) {
            statements.add(key(table));
        }
        String name = TableNames.of(table, generation);
        for (TableDefinition.Index index : table.indexes()) {
            statements.add("create index if not exists " + TableNames.withoutSchema(name) + "_" + index.name() + " on "
                    + name + " " + index.definition());
        }
        return statements;
    }

    private String key(TableDefinition<?, ?> table) {
        String name = TableNames.of(table, generation);
        StringJoiner columns = new StringJoiner(", ");
        for (Column<?> column : table.keyColumns()) {
            columns.add(column.name());
        }
        return "create unique index if not exists " + TableNames.withoutSchema(name) + "_key on " + name + " ("
                + columns + ")";
    }
}
