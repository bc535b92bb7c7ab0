package io.tidemark.config.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running server: a child of this process, which reaps it. Thread-safe. */
final class Postmaster {

    /** The only address it listens on. */
    static final String HOST = "127.0.0.1";

    private static final byte[] HOST_ADDRESS = {127, 0, 0, 1};

    private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);

    /** Each repeat needs somebody else to take a free port in the same instant, or a dying server's last moments. */
    private static final String FATAL = "FATAL:";

    private static final Duration LOG_PATIENCE = Duration.ofSeconds(2);
    private static final int MAX_ATTEMPTS = 20;

    private static final Duration REPORT_EVERY = Duration.ofSeconds(10);
    private static final Duration PATIENCE_AFTER_QUIT = Duration.ofSeconds(30);

    private final Process process;
    private final PostgresTools tools;
    private final int port;
    private volatile boolean stopping;

    private Postmaster(Process process, PostgresTools tools, int port) {
        this.process = process;
        this.tools = tools;
        this.port = port;
    }

    /**
     * Starts the server and waits until it takes connections; recovery after a crash may take its time.
     *
     * @throws EmbeddedDatabaseException if it ends, or is not ready in time; the message has what it said
     */
    static Postmaster start(DirectoryLayout layout, PostgresTools tools, EmbeddedDatabaseOptions options)
            throws IOException {
        PrivateFiles.createDirectory(layout.logs());
        for (int attempt = 1; ; attempt++) {
            int port = options.port() == 0 ? freePort() : options.port();
            PrivateFiles.open(startLog(layout)).truncate(0).close();
            ServerLog log = ServerLog.since(layout.logs());
            Postmaster postmaster = launch(layout, tools, port);
            if (postmaster.awaitReady(layout, options.startTimeout())) {
                CompletableFuture<Void> unused =
                        postmaster.process.onExit().thenAccept(postmaster::reportUnexpectedEnd);
                return postmaster;
            }
            String output = lastWords(log);
            if (attempt == MAX_ATTEMPTS || !isWorthRepeating(output, options)) {
                throw new EmbeddedDatabaseException("PostgreSQL did not start on " + layout.cluster() + " with port "
                        + port + ":\n" + output + "\nSee " + layout.logs());
            }
            Wait.pause();
        }
    }

    /** What the server said before it ended. Its log collector may write that a moment after the server is gone. */
    private static String lastWords(ServerLog log) throws IOException {
        boolean said = Wait.until(LOG_PATIENCE, () -> log.text().contains(FATAL));
        String text = log.text();
        return said || !text.isEmpty() ? text : "it said nothing";
    }

    long processId() {
        return process.pid();
    }

    int port() {
        return port;
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Ends all connections, writes everything to its place, and returns when the server is gone; also if interrupted. */
    void stop(Duration patience) throws IOException {
        stopping = true;
        boolean interrupted = Thread.interrupted();
        try {
            // A fast shutdown; then an immediate one, which leaves some of the work to the recovery at the next start.
            if (!stop("INT", patience) && !stop("QUIT", PATIENCE_AFTER_QUIT)) {
                LOG.error("PostgreSQL process {} does not end; the next start will try again", process.pid());
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean stop(String signal, Duration patience) throws IOException, InterruptedException {
        if (process.isAlive()) {
            tools.signal(signal, process.pid());
        }
        boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
            LOG.warn("PostgreSQL process {} has not ended {} after SIG{}", process.pid(), patience, signal);
        }
        return ended;
    }

    private static Postmaster launch(DirectoryLayout layout, PostgresTools tools, int port) throws IOException {
        Process process = tools.server(arguments(layout, port))
                .redirectErrorStream(true)
                .redirectOutput(startLog(layout).toFile())
                .start();
        process.getOutputStream().close();
        return new Postmaster(process, tools, port);
    }

    /**
     * What keeps the money is on the command line, where neither the cluster's files nor ALTER SYSTEM override it. A
     * setting of a role or database still can, for synchronous_commit: {@link DurabilityCheck} finds that.
     */
    private static List<String> arguments(DirectoryLayout layout, int port) {
        List<String> settings = List.of(
                ServerProcess.MARK,
                "fsync=on",
                "synchronous_commit=on",
                "full_page_writes=on",
                "listen_addresses=" + HOST,
                "port=" + port,
                "unix_socket_directories=",
                "password_encryption=scram-sha-256",
                "logging_collector=on",
                "log_directory=" + layout.logs(),
                "log_filename=postgresql-%a.log",
                "log_file_mode=0600",
                "log_truncate_on_rotation=on",
                "log_rotation_age=1d",
                "log_rotation_size=0");
        List<String> arguments = new ArrayList<>(List.of("-D", layout.cluster().toString()));
        for (String setting : settings) {
            arguments.add("-c");
            arguments.add(setting);
        }
        return arguments;
    }

    /** Returns false if the server ended by itself. */
    private boolean awaitReady(DirectoryLayout layout, Duration patience) throws IOException {
        Duration reported = Duration.ZERO;
        boolean decided = false;
        try {
            while (!decided && reported.compareTo(patience) < 0) {
                Duration turn = min(REPORT_EVERY, patience.minus(reported));
                decided = Wait.until(turn, () -> !process.isAlive() || isReady(layout));
                reported = reported.plus(turn);
                if (!decided) {
                    LOG.info("PostgreSQL is not ready after {}; it may be recovering from a crash", reported);
                }
            }
        } finally {
            if (!decided) {
                stop(patience);
            }
        }
        if (!decided) {
            throw new EmbeddedDatabaseException("PostgreSQL on " + layout.cluster() + " was not ready after " + patience
                    + ". It was stopped again; see " + layout.logs());
        }
        return process.isAlive();
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private boolean isReady(DirectoryLayout layout) throws IOException {
        return PidFile.read(layout)
                .filter(file -> file.ready() && file.processId() == process.pid())
                .isPresent();
    }

    private void reportUnexpectedEnd(Process ended) {
        if (!stopping) {
            LOG.error("PostgreSQL process {} has ended with exit code {}", ended.pid(), ended.exitValue());
        }
    }

    private static boolean isWorthRepeating(String output, EmbeddedDatabaseOptions options) {
        boolean portWasTaken = output.contains("could not create any TCP/IP sockets");
        boolean lastServerIsDying = output.contains("is still in use");
        return lastServerIsDying || (portWasTaken && options.port() == 0);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(HOST_ADDRESS), 0));
            return socket.getLocalPort();
        }
    }

    /** What it says before its own log is open. */
    private static Path startLog(DirectoryLayout layout) {
        return layout.logs().resolve("start.log");
    }
}
