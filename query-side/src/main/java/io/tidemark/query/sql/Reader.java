package io.tidemark.query.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.JdbcException;

/** Runs single statements, each on a connection that it holds no longer than the statement takes. Thread-safe. */
public final class Reader {

    /**
     * Makes an answer of all rows of a statement.
     *
     * @param <T> the answer
     */
    @FunctionalInterface
    public interface Rows<T> {
        /** Reads the rows; the set stands before the first. */
        T read(ResultSet rows) throws SQLException;
    }

    private final DataSource dataSource;

    /** A reader of the given database. */
    public Reader(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Runs a statement and reads its rows.
     *
     * @throws JdbcException if the database cannot be reached or refuses the statement
     */
    public <T> T read(Sql sql, Rows<T> answer) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql.text())) {
            bind(connection, statement, sql.parameters());
            try (ResultSet rows = statement.executeQuery()) {
                return answer.read(rows);
            }
        } catch (SQLException e) {
            throw new JdbcException("cannot answer a query from the database", e);
        }
    }

    private static void bind(Connection connection, PreparedStatement statement, List<Object> parameters)
            throws SQLException {
        int position = 0;
        for (Object parameter : parameters) {
            position++;
            switch (parameter) {
                case String[] texts -> statement.setArray(position, connection.createArrayOf("text", texts));
                case String string -> statement.setString(position, string);
                case Long number -> statement.setLong(position, number);
                case Integer number -> statement.setInt(position, number);
                default -> throw new IllegalArgumentException("no parameter can be a " + parameter.getClass());
            }
        }
    }
}
