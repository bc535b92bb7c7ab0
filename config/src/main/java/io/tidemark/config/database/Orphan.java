package io.tidemark.config.database;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server that outlived the process which started it. It still has the cluster, so a new one cannot start; it is
 * stopped, by its id, and only when its command line shows that it is ours.
 */
final class Orphan {

    private static final Logger LOG = LoggerFactory.getLogger(Orphan.class);

    private Orphan() {}

    /**
     * Leaves the cluster without a server and without a pid file. To be called by the holder of the data directory.
     *
     * @param patience how long the orphan may take to end in good order
     * @throws EmbeddedDatabaseException if somebody else's PostgreSQL works on the cluster, or ours does not end
     */
    static void stop(DirectoryLayout layout, PostgresTools tools, Duration patience) throws IOException {
        Optional<PidFile> pidFile = PidFile.read(layout);
        if (pidFile.isPresent()) {
            long processId = pidFile.get().processId();
            switch (ServerProcess.identify(processId, layout)) {
                case OWN -> stop(processId, layout, tools, patience);
                case FOREIGN -> throw foreign(processId, layout, "is a PostgreSQL that Tidemark did not start");
                case UNKNOWN -> throw foreign(processId, layout, "may be a PostgreSQL (the system does not tell)");
                case UNRELATED -> LOG.info("process {} is not the server of {}", processId, layout.cluster());
                case GONE -> LOG.info("the last server of {} did not stop in good order", layout.cluster());
            }
        }
        PidFile.remove(layout);
    }

    private static void stop(long processId, DirectoryLayout layout, PostgresTools tools, Duration patience)
            throws IOException {
        LOG.warn("PostgreSQL process {} has outlived its Tidemark server; stopping it", processId);
        // A fast shutdown ends in a checkpoint; an immediate one leaves that work to the recovery at the next start.
        for (String signal : new String[] {"INT", "QUIT"}) {
            if (ServerProcess.identify(processId, layout) == ServerProcess.OWN) {
                tools.signal(signal, processId);
            }
            if (Wait.until(patience, () -> ServerProcess.isGone(processId))) {
                return;
            }
        }
        throw new EmbeddedDatabaseException("PostgreSQL process " + processId + " of an earlier Tidemark server holds "
                + layout.cluster() + " and does not end. Look at " + layout.logs() + ", or end the process.");
    }

    private static EmbeddedDatabaseException foreign(long processId, DirectoryLayout layout, String what) {
        return new EmbeddedDatabaseException("Process " + processId + " " + what + ", and it is in the pid file of "
                + layout.cluster() + ". Stop it, then start again; if it is another program, remove "
                + PidFile.path(layout) + ".");
    }
}
