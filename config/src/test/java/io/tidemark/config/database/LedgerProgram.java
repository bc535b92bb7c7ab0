package io.tidemark.config.database;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A server to be killed: starts the embedded database on the directory that its first argument names, says
 * {@code ready <pid of PostgreSQL>}, then from several threads inserts rows and says {@code row <n>} for each that the
 * database has acknowledged.
 */
final class LedgerProgram {

    static final URI URL = URI.create("http://127.0.0.1:8080/");

    private static final int WRITERS = 4;
    private static final long ROWS_OF_A_WRITER = 1_000_000;

    private LedgerProgram() {}

    /** Runs until it is killed. */
    public static void main(String[] arguments) throws SQLException {
        EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(arguments[0]));
        database.announce(URL);
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists acknowledged (n bigint primary key)");
        }
        System.out.println("ready " + database.processId());
        for (long writer = 0; writer < WRITERS; writer++) {
            long first = writer * ROWS_OF_A_WRITER;
            new Thread(() -> insert(database, first)).start();
        }
    }

    private static void insert(EmbeddedDatabase database, long first) {
        try (Connection connection = connect(database);
                PreparedStatement insert = connection.prepareStatement("insert into acknowledged (n) values (?)")) {
            for (long n = first; n < first + ROWS_OF_A_WRITER; n++) {
                insert.setLong(1, n);
                insert.executeUpdate();
                System.out.println("row " + n);
            }
        } catch (SQLException e) {
            System.out.println("stopped: " + e.getMessage());
        }
    }

    private static Connection connect(EmbeddedDatabase database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    }
}
