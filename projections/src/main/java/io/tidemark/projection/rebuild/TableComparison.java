package io.tidemark.projection.rebuild;

import io.tidemark.projection.store.Column;
import io.tidemark.projection.store.ProjectionDefinition;
import io.tidemark.projection.store.StorageException;
import io.tidemark.projection.store.TableDefinition;
import io.tidemark.projection.store.postgres.Generation;
import io.tidemark.projection.store.postgres.Patience;
import io.tidemark.projection.store.postgres.TableNames;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.StringJoiner;
import javax.sql.DataSource;

/** Compares two generations of a projection by the number of rows and a hash over all of them, whatever their order. */
final class TableComparison {

    private static final String SEQS = """
            select count(distinct watermark) from projection.generation where projection = ? and generation in (?, ?)
            """;

    private final DataSource dataSource;
    private final ProjectionDefinition<?> projection;

    TableComparison(DataSource dataSource, ProjectionDefinition<?> projection) {
        this.dataSource = dataSource;
        this.projection = projection;
    }

    /** What there is in a table. */
    private record Content(long rows, BigDecimal hash) {}

    /** All tables as they are now, until it is closed. */
    Snapshot snapshot() {
        try {
            Connection connection = dataSource.getConnection();
            try {
                Patience.grant(connection, Patience.WHOLE_TABLES);
                connection.setAutoCommit(false);
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                try (Statement statement = connection.createStatement()) {
                    // A snapshot is taken by the first query and not by the beginning of the transaction.
                    statement.execute("select watermark from projection.generation limit 1");
                }
                return new Snapshot(connection);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new StorageException(StorageException.Kind.TRANSIENT, "cannot take a snapshot to compare", e);
        }
    }

    /** All tables as they were at one moment. Not thread-safe. */
    final class Snapshot implements AutoCloseable {

        private final Connection connection;

        private Snapshot(Connection connection) {
            this.connection = connection;
        }

        /**
         * Compares all tables.
         *
         * @throws TablesDifferException at the first table that differs
         */
        void compare(Generation live, Generation built) {
            try {
                requireSameSeq(live, built);
                for (TableDefinition<?, ?> table : projection.tables()) {
                    if (table.kind() == TableDefinition.Kind.SHARED) {
                        continue;
                    }
                    Content before = content(table, live);
                    Content after = content(table, built);
                    if (!before.equals(after)) {
                        throw new TablesDifferException("the live rows of " + table + " are " + before
                                + " where the journal says " + after + "; a reset without comparing replaces them");
                    }
                }
            } catch (SQLException e) {
                throw new StorageException(StorageException.Kind.TRANSIENT, "cannot compare the tables", e);
            }
        }

        /** Another node may have the claim by now, and have gone on. */
        private void requireSameSeq(Generation live, Generation built) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(SEQS)) {
                statement.setString(1, projection.name());
                statement.setInt(2, live.number());
                statement.setInt(3, built.number());
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    if (row.getInt(1) != 1) {
                        throw new IllegalStateException("only the node that follows the journal can compare '"
                                + projection.name() + "', and another one does");
                    }
                }
            }
        }

        private Content content(TableDefinition<?, ?> table, Generation generation) throws SQLException {
            StringJoiner columns = new StringJoiner(", ");
            for (Column<?> column : table.keyColumns()) {
                columns.add(column.name());
            }
            for (Column<?> column : table.valueColumns()) {
                columns.add(column.name());
            }
            String sql = "select count(*), coalesce(sum(hashtextextended(row(" + columns + ")::text, 0)), 0) from "
                    + TableNames.of(table, generation.number());
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return new Content(row.getLong(1), row.getBigDecimal(2));
            }
        }

        @Override
        public void close() {
            try {
                try {
                    connection.rollback();
                    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                    connection.setAutoCommit(true);
                } finally {
                    connection.close();
                }
            } catch (SQLException e) {
                throw new StorageException(StorageException.Kind.TRANSIENT, "cannot end a comparison", e);
            }
        }
    }
}
