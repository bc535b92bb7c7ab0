package io.tidemark.config.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL that Tidemark brings, starts and stops, on a data directory that stays: the ledger's store when no
 * other is given. Durable (fsync, synchronous commit, full pages, checksums), on 127.0.0.1 only, and never without a
 * password.
 *
 * <p>One process at a time has a data directory. If that process is killed, the next one to start stops the server that
 * was left behind and goes on with everything that was acknowledged. Thread-safe.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

    private final DataDirectory directory;
    private final Postmaster postmaster;
    private final String password;
    private final String serverVersion;
    private final Duration stopTimeout;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable Thread shutdownHook;

    private EmbeddedDatabase(
            DataDirectory directory,
            Postmaster postmaster,
            String password,
            String serverVersion,
            Duration stopTimeout) {
        this.directory = directory;
        this.postmaster = postmaster;
        this.password = password;
        this.serverVersion = serverVersion;
        this.stopTimeout = stopTimeout;
    }

    /** Starts as {@link #start(EmbeddedDatabaseOptions)} with {@link EmbeddedDatabaseOptions#in(Path)}. */
    public static EmbeddedDatabase start(Path dataDirectory) {
        return start(EmbeddedDatabaseOptions.in(dataDirectory));
    }

    /**
     * Starts the database and returns when it takes connections. The first start on a directory unpacks the programs
     * and makes the cluster, which takes seconds.
     *
     * @throws DataDirectoryInUseException at once, if a live process has the data directory
     * @throws EmbeddedDatabaseException if the database cannot start; nothing of it runs then
     */
    public static EmbeddedDatabase start(EmbeddedDatabaseOptions options) {
        long startedNanos = System.nanoTime();
        EmbeddedDatabase database;
        try {
            DataDirectory directory = DataDirectory.claim(options.dataDirectory());
            try {
                database = start(directory, options);
            } catch (IOException | RuntimeException e) {
                directory.close();
                throw e;
            }
        } catch (IOException e) {
            throw new EmbeddedDatabaseException("cannot start PostgreSQL in " + options.dataDirectory() + ": " + e, e);
        }
        if (options.stopOnExit()) {
            database.stopOnExit();
        }
        LOG.info(
                "PostgreSQL {} is ready on {}:{} after {} ms, process {}, data in {}",
                database.serverVersion(),
                Postmaster.HOST,
                database.port(),
                Duration.ofNanos(System.nanoTime() - startedNanos).toMillis(),
                database.processId(),
                database.dataDirectory());
        return database;
    }

    /** Where to connect, for JDBC; the same for the life of this object. Has no password in it. */
    public String jdbcUrl() {
        return jdbcUrl(postmaster.port());
    }

    /** The application's role: owner of its database, not a superuser. */
    public String user() {
        return Cluster.USER;
    }

    /** The password of {@link #user()}. */
    public String password() {
        return password;
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return postmaster.port();
    }

    /** The server's version as it says itself, such as {@code 18.4}. */
    public String serverVersion() {
        return serverVersion;
    }

    /** The id of the server's main process, a child of this one. */
    public long processId() {
        return postmaster.processId();
    }

    /** The data directory, absolute. */
    public Path dataDirectory() {
        return directory.layout().root();
    }

    /** Whether the server runs. False after {@link #close()}, or when it was killed: it is not started again then. */
    public boolean isRunning() {
        return postmaster.isRunning();
    }

    /**
     * Writes into the data directory where the program that uses this database answers HTTP, so that
     * {@link RunningServer#of(Path)} and the message to a second process can name it. Forgotten at {@link #close()}.
     */
    public void announce(URI url) {
        try {
            directory.announce(url);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write into " + dataDirectory(), e);
        }
    }

    /** Stops the server in good order and gives up the data directory. Does nothing the second time. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        forgetShutdownHook();
        try (directory) {
            postmaster.stop(stopTimeout);
        } catch (IOException e) {
            throw new EmbeddedDatabaseException("cannot stop PostgreSQL in " + dataDirectory(), e);
        }
    }

    /** Names the place, not the password. */
    @Override
    public String toString() {
        return "EmbeddedDatabase[" + jdbcUrl() + ", " + dataDirectory() + "]";
    }

    private static EmbeddedDatabase start(DataDirectory directory, EmbeddedDatabaseOptions options) throws IOException {
        DirectoryLayout layout = directory.layout();
        Path home = ServerBinaries.unpack(layout.binaries());
        PostgresTools tools = PostgresTools.in(home);
        Orphan.stop(layout, tools, options.stopTimeout());
        ServerBinaries.sweep(layout.binaries(), home);
        Cluster.createIfMissing(layout, tools);
        String password = Cluster.readPassword(layout);
        Postmaster postmaster = Postmaster.start(layout, tools, options);
        try {
            String version = readVersion(postmaster.port(), password);
            return new EmbeddedDatabase(directory, postmaster, password, version, options.stopTimeout());
        } catch (SQLException e) {
            postmaster.stop(options.stopTimeout());
            throw new EmbeddedDatabaseException(
                    "PostgreSQL runs but does not let " + Cluster.USER + " in: " + e.getMessage(), e);
        }
    }

    private static String readVersion(int port, String password) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl(port), Cluster.USER, password)) {
            String version = connection.getMetaData().getDatabaseProductVersion();
            // Packagers add their name: "18.4 (Debian 18.4-1)".
            return Optional.of(version.indexOf(' '))
                    .filter(space -> space > 0)
                    .map(space -> version.substring(0, space))
                    .orElse(version);
        }
    }

    static String jdbcUrl(int port) {
        return "jdbc:postgresql://" + Postmaster.HOST + ":" + port + "/" + Cluster.DATABASE;
    }

    private void stopOnExit() {
        Thread hook = new Thread(this::close, "embedded-postgresql-stop");
        shutdownHook = hook;
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            close();
            throw new EmbeddedDatabaseException("the process is already going down", e);
        }
    }

    private void forgetShutdownHook() {
        Thread hook = shutdownHook;
        if (hook != null && !hook.equals(Thread.currentThread())) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The process is already going down: the hook runs, and finds the database closed.
            }
        }
    }
}
