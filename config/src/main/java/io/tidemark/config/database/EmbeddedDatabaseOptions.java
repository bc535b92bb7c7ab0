package io.tidemark.config.database;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How to run the embedded PostgreSQL.
 *
 * @param dataDirectory where the ledger lives; made if it is not there, and readable by its owner alone from then on
 * @param port the port on 127.0.0.1; 0 takes any free one, anew at each start
 * @param startTimeout how long the server may take to be ready, recovery after a crash included
 * @param stopTimeout how long it may take to stop in good order before it is cut short (nothing is lost then either)
 * @param stopOnExit whether a shutdown hook stops it; to be false where something else closes the database, such as a
 *     Spring context, since hooks run at the same time and the callers would lose it under their hands
 */
public record EmbeddedDatabaseOptions(
        Path dataDirectory, int port, Duration startTimeout, Duration stopTimeout, boolean stopOnExit) {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(10);
    private static final Duration STOP_TIMEOUT = Duration.ofMinutes(2);
    private static final int MAX_PORT = 65_535;

    /** Refuses a port outside 0..65535. */
    public EmbeddedDatabaseOptions {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port " + port + " is outside 0.." + MAX_PORT);
        }
    }

    /** A free port, 10 minutes to start, 2 minutes to stop, stopped when the process exits. */
    public static EmbeddedDatabaseOptions in(Path dataDirectory) {
        return new EmbeddedDatabaseOptions(dataDirectory, 0, START_TIMEOUT, STOP_TIMEOUT, true);
    }

    /** The same on this port; 0 takes any free one. */
    public EmbeddedDatabaseOptions withPort(int newPort) {
        return new EmbeddedDatabaseOptions(dataDirectory, newPort, startTimeout, stopTimeout, stopOnExit);
    }

    /** The same with this time to start. */
    public EmbeddedDatabaseOptions withStartTimeout(Duration newStartTimeout) {
        return new EmbeddedDatabaseOptions(dataDirectory, port, newStartTimeout, stopTimeout, stopOnExit);
    }

    /** The same with this time to stop. */
    public EmbeddedDatabaseOptions withStopTimeout(Duration newStopTimeout) {
        return new EmbeddedDatabaseOptions(dataDirectory, port, startTimeout, newStopTimeout, stopOnExit);
    }

    /** The same with or without a shutdown hook. */
    public EmbeddedDatabaseOptions withStopOnExit(boolean newStopOnExit) {
        return new EmbeddedDatabaseOptions(dataDirectory, port, startTimeout, stopTimeout, newStopOnExit);
    }
}
