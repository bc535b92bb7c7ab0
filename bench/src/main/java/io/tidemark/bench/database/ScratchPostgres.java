package io.tidemark.bench.database;

import io.tidemark.config.database.EmbeddedDatabase;
import io.tidemark.config.database.EmbeddedDatabaseOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A PostgreSQL of the benchmark's own: the one that Tidemark brings, with its durable settings, on a directory that is
 * deleted in the end. Every run takes a fresh database of it. Thread-safe.
 */
public final class ScratchPostgres implements AutoCloseable {

    private static final String SUPERUSER = "postgres";

    private final Path directory;
    private final EmbeddedDatabase server;
    private final String superuserPassword;
    private final AtomicInteger databases = new AtomicInteger();

    private ScratchPostgres(Path directory, EmbeddedDatabase server, String superuserPassword) {
        this.directory = directory;
        this.server = server;
        this.superuserPassword = superuserPassword;
    }

    /**
     * Starts a server.
     *
     * @param parent where its directory is made
     * @throws IllegalStateException if it would not keep what it acknowledges
     */
    public static ScratchPostgres start(Path parent) throws IOException {
        Path directory = Files.createTempDirectory(Files.createDirectories(parent), "tidemark-bench-");
        EmbeddedDatabase server =
                EmbeddedDatabase.start(EmbeddedDatabaseOptions.in(directory).withStopOnExit(false));
        String password = Files.readString(server.dataDirectory().resolve("superuser-password"))
                .strip();
        ScratchPostgres postgres = new ScratchPostgres(directory, server, password);
        Runtime.getRuntime().addShutdownHook(new Thread(postgres::close, "bench-clean-up"));
        postgres.requireDurable();
        return postgres;
    }

    private void requireDurable() {
        if (!"on".equals(setting("fsync")) || !"on".equals(setting("synchronous_commit"))) {
            throw new IllegalStateException("the scratch PostgreSQL does not write through to the disk");
        }
    }

    /** A new empty database that the ledger's role owns. */
    public ScratchDatabase emptyDatabase() {
        return database("");
    }

    /** A new database with everything that another one has, to which nobody is connected. */
    public ScratchDatabase copyOf(ScratchDatabase another) {
        return database(" template " + another.name());
    }

    private ScratchDatabase database(String template) {
        String name = "bench_" + databases.incrementAndGet();
        superuser("create database " + name + " owner " + server.user() + template + " strategy wal_log");
        return new ScratchDatabase(this, name);
    }

    /** What the server says of one of its settings. */
    public String setting(String name) {
        return ask("show " + name);
    }

    /** The server's version. */
    public String version() {
        return server.serverVersion();
    }

    /** Writes all changed pages, so that no run pays for those of the one before it. */
    public void checkpoint() {
        superuser("checkpoint");
    }

    /** The write-ahead log so far, in bytes. */
    public long walBytes() {
        return Long.parseLong(ask("select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint"));
    }

    /** The id of the server's main process. */
    public long processId() {
        return server.processId();
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database;
    }

    String user() {
        return server.user();
    }

    String password() {
        return server.password();
    }

    void drop(String database) {
        superuser("drop database if exists " + database + " with (force)");
    }

    /** A connection that may see what every session does. */
    public Connection superuserConnection() throws SQLException {
        return DriverManager.getConnection(url(SUPERUSER), SUPERUSER, superuserPassword);
    }

    private void superuser(String statement) {
        try (Connection connection = superuserConnection();
                Statement running = connection.createStatement()) {
            running.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL refused: " + statement, e);
        }
    }

    private String ask(String query) {
        try (Connection connection = superuserConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL does not answer: " + query, e);
        }
    }

    /** Stops the server and deletes its directory. Does nothing the second time. */
    @Override
    public synchronized void close() {
        server.close();
        delete(directory);
    }

    private static void delete(Path directory) {
        if (Files.notExists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }
}
