package io.tidemark.projection.store.postgres;

import io.tidemark.projection.store.CapturedWrite;
import io.tidemark.projection.store.Column;
import io.tidemark.projection.store.Filter;
import io.tidemark.projection.store.ProjectionDefinition;
import io.tidemark.projection.store.ProjectionStorage;
import io.tidemark.projection.store.StorageException;
import io.tidemark.projection.store.StoredPosition;
import io.tidemark.projection.store.TableChanges;
import io.tidemark.projection.store.TableDefinition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One generation of a projection in PostgreSQL. Takes a connection of the pool for each call. Thread-safe. */
public final class PostgresStorage implements ProjectionStorage {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresStorage.class);

    /**
     * The row lock makes two writers come one after the other, and the loser finds another place than it expects. Rows
     * are found by key, one by one: the planner must not come to think that reading a whole table is cheaper.
     */
    private static final String FENCE = """
            update projection.generation
            set watermark = ?, write = ?, metadata = metadata || ?::jsonb
            where projection = ? and generation = ? and watermark = ? and epoch = ? and write = ?
            returning set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
                      set_config('enable_mergejoin', 'off', true)
            """;

    private static final String CLAIM = """
            update projection.generation set epoch = epoch + 1
            where projection = ? and generation = ? and state <> 'retired'
            returning watermark, epoch, write
            """;

    private static final String POSITION =
            "select watermark, epoch, write from projection.generation where projection = ? and generation = ?";

    private final DataSource dataSource;
    private final ProjectionDefinition<?> projection;
    private final GenerationIndexes indexes;
    private final int generation;
    private final Map<TableDefinition<?, ?>, TableSql> statements = new LinkedHashMap<>();

    /**
     * The storage of a generation that exists.
     *
     * @param dataSource gives connections of their own transaction
     */
    public PostgresStorage(DataSource dataSource, ProjectionDefinition<?> projection, int generation) {
        this.dataSource = dataSource;
        this.projection = projection;
        this.generation = generation;
        this.indexes = new GenerationIndexes(dataSource, generation);
        projection.tables().forEach(table -> statements.put(table, new TableSql(table, generation)));
    }

    @Override
    public StoredPosition claim() {
        return position(CLAIM);
    }

    @Override
    public StoredPosition position() {
        return position(POSITION);
    }

    private StoredPosition position(String sql) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, projection.name());
            statement.setInt(2, generation);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new StorageException(
                            StorageException.Kind.LOST,
                            "generation " + generation + " of '" + projection.name() + "' was replaced",
                            null);
                }
                return new StoredPosition(row.getLong(1), row.getLong(2), row.getLong(3));
            }
        } catch (SQLException e) {
            throw SqlStates.failure("cannot read where '" + projection.name() + "' stands", e);
        }
    }

    @Override
    public void write(CapturedWrite write) {
        Set<TableDefinition<?, ?>> cleaned = new HashSet<>();
        while (!tryWrite(write, cleaned)) {
            LOG.warn("'{}' has text that PostgreSQL cannot store; it is left out of {}", projection.name(), cleaned);
        }
    }

    /** Whether it was written; if not, there is one more table to clean. */
    private boolean tryWrite(CapturedWrite write, Set<TableDefinition<?, ?>> cleaned) {
        try {
            for (TableChanges<?, ?> changes : write.tables()) {
                if (!changes.isInsertOnly()) {
                    indexes.requireKey(changes.table());
                }
            }
            return Transactions.run(dataSource, connection -> {
                fence(connection, write);
                for (TableChanges<?, ?> changes : write.tables()) {
                    if (!changes.isEmpty() && !tryWrite(connection, changes, cleaned)) {
                        connection.rollback();
                        return false;
                    }
                }
                return true;
            });
        } catch (SQLException e) {
            throw failure(
                    "cannot write seq " + (write.before().watermark() + 1) + " to "
                            + write.after().watermark() + " of '" + projection.name() + "'",
                    e);
        }
    }

    private <K, R> boolean tryWrite(
            Connection connection, TableChanges<K, R> changes, Set<TableDefinition<?, ?>> cleaned) throws SQLException {
        TableDefinition<K, R> table = changes.table();
        TableWriter<K, R> writer = new TableWriter<>(sql(table), changes, generation, cleaned.contains(table));
        try {
            writer.write(connection);
            return true;
        } catch (SQLException e) {
            if (SqlStates.isUnstorableText(e) && cleaned.add(table)) {
                return false;
            }
            throw e;
        }
    }

    private void fence(Connection connection, CapturedWrite write) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FENCE)) {
            statement.setLong(1, write.after().watermark());
            statement.setLong(2, write.after().write());
            statement.setString(3, FlatJson.of(write.metadata()));
            statement.setString(4, projection.name());
            statement.setInt(5, generation);
            statement.setLong(6, write.before().watermark());
            statement.setLong(7, write.before().epoch());
            statement.setLong(8, write.before().write());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new StorageException(
                            StorageException.Kind.LOST,
                            "generation " + generation + " of '" + projection.name() + "' is not at " + write.before(),
                            null);
                }
            }
        }
    }

    @Override
    public <K, R> List<R> load(TableDefinition<K, R> table, Collection<K> keys) {
        return query(table, sql(table).load(), (connection, statement) -> {
            ArrayBinder binder = new ArrayBinder(connection, statement);
            List<K> list = new ArrayList<>(keys);
            for (Column<K> column : table.keyColumns()) {
                binder.column(column, list, false);
            }
        });
    }

    @Override
    public <K, R> List<R> find(TableDefinition<K, R> table, Filter<R> filter) {
        return query(table, sql(table).find(filter), (connection, statement) -> bind(connection, statement, filter));
    }

    @Override
    public <K, R> long count(TableDefinition<K, R> table, Filter<R> filter) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(sql(table).count(filter))) {
            bind(connection, statement, filter);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw failure("cannot count rows of " + table, e);
        }
    }

    private static <R> void bind(Connection connection, PreparedStatement statement, Filter<R> filter)
            throws SQLException {
        int position = 0;
        for (Filter.Condition<R> condition : filter.conditions()) {
            position++;
            if (condition.operator() == Filter.Operator.IN) {
                Object[] values = ((List<?>) condition.value()).toArray();
                statement.setArray(position, connection.createArrayOf(TableSql.arrayType(condition.column()), values));
            } else {
                statement.setObject(position, condition.value());
            }
        }
    }

    @Override
    public <K, R> List<R> keep(TableDefinition<K, R> table, List<R> rows, boolean replaces) {
        if (table.kind() != TableDefinition.Kind.SHARED) {
            throw new IllegalArgumentException(table + " has generations, whose rows are written by their owner only");
        }
        List<K> keys = rows.stream().<K>map(table::keyOf).toList();
        try {
            Transactions.run(dataSource, connection -> {
                TableWriter.keep(connection, sql(table).keep(replaces), table, rows);
                return true;
            });
        } catch (SQLException e) {
            throw failure("cannot keep rows of " + table, e);
        }
        return load(table, keys);
    }

    private <R> List<R> query(TableDefinition<?, R> table, String sql, Binding binding) {
        try {
            indexes.requireKey(table);
            return rows(table, sql, binding);
        } catch (SQLException e) {
            throw failure("cannot read " + table, e);
        }
    }

    private <R> List<R> rows(TableDefinition<?, R> table, String sql, Binding binding) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            binding.bind(connection, statement);
            List<R> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                ResultRow row = new ResultRow(rows);
                while (rows.next()) {
                    found.add(table.read(row));
                }
            }
            return found;
        }
    }

    /** A table that is not there is a bug, unless another node has swapped and dropped the generation. */
    private StorageException failure(String what, SQLException reason) {
        if (SqlStates.isUndefinedTable(reason)) {
            position();
        }
        return SqlStates.failure(what, reason);
    }

    private TableSql sql(TableDefinition<?, ?> table) {
        TableSql sql = statements.get(table);
        if (sql == null) {
            throw new IllegalArgumentException("'" + projection.name() + "' has no table " + table);
        }
        return sql;
    }

    /** Binds the parameters of a query. */
    @FunctionalInterface
    private interface Binding {
        void bind(Connection connection, PreparedStatement statement) throws SQLException;
    }
}
