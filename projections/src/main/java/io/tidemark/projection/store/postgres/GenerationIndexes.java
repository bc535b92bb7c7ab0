package io.tidemark.projection.store.postgres;

import io.tidemark.projection.store.Column;
import io.tidemark.projection.store.TableDefinition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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

    /**
     * Makes sure that rows can be found by key. One thread at a time, and not within a transaction that holds rows of the
     * table: PostgreSQL would see two makers of one index wait for each other.
     */
    synchronized void requireKey(TableDefinition<?, ?> table) throws SQLException {
        if (table.kind() != TableDefinition.Kind.KEYED || keyed.contains(table)) {
            return;
        }
        try (Connection connection = dataSource.getConnection()) {
            if (!exists(connection, keyName(table))) {
                Patience.grant(connection, Patience.WHOLE_TABLES);
                SchemaChanges.execute(connection, key(table));
            }
        }
        keyed.add(table);
    }

    private static boolean exists(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select to_regclass(?) is not null")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
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
            String indexName = TableNames.ofIndex(table, generation, index.name());
            statements.add("create index if not exists " + TableNames.withoutSchema(indexName) + " on " + name + " "
                    + index.definition());
        }
        return statements;
    }

    private String key(TableDefinition<?, ?> table) {
        String name = TableNames.of(table, generation);
        StringJoiner columns = new StringJoiner(", ");
        for (Column<?> column : table.keyColumns()) {
            columns.add(column.name());
        }
        return "create unique index if not exists " + TableNames.withoutSchema(keyName(table)) + " on " + name + " ("
                + columns + ")";
    }

    private String keyName(TableDefinition<?, ?> table) {
        return TableNames.ofIndex(table, generation, "key");
    }
}
