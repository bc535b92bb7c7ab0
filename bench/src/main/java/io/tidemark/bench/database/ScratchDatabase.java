package io.tidemark.bench.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** One database of the scratch server, dropped when it is closed. Thread-safe. */
public final class ScratchDatabase implements AutoCloseable {

    private final ScratchPostgres server;
    private final String name;

    ScratchDatabase(ScratchPostgres server, String name) {
        this.server = server;
        this.name = name;
    }

    /** The server that has it. */
    public ScratchPostgres server() {
        return server;
    }

    String name() {
        return name;
    }

    /** Where to connect, for JDBC. */
    public String url() {
        return server.url(name);
    }

    /** The ledger's role, which owns it. */
    public String user() {
        return server.user();
    }

    /** That role's password. */
    public String password() {
        return server.password();
    }

    /** A new connection of the ledger's role. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), user(), password());
    }

    /** Runs a statement. */
    public void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The one number that a query gives. */
    public long number(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() {
        server.drop(name);
    }
}
