package io.tidemark.projection.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * How long statements may take whose time grows with the journal. The pool's own limit is meant for reads: a write that it
 * cut off would be tried again for ever, each time behind the one before it.
 */
public final class Patience {

    /** A write of what a store holds in memory. */
    static final Duration WRITE = Duration.ofMinutes(5);

    /** A statement over a whole generation. */
    public static final Duration WHOLE_TABLES = Duration.ofHours(2);

    private Patience() {}

    /** Lets statements of a connection take so long, until it goes back to its pool. */
    public static void grant(Connection connection, Duration duration) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, Math.toIntExact(duration.toMillis()));
    }
}
