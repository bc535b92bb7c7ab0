package io.tidemark.config.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The embedded PostgreSQL that another process runs, as the owner of its files may reach it.
 *
 * @param jdbcUrl where to connect
 * @param user the ledger's role
 * @param password the role's password
 */
public record RunningDatabase(String jdbcUrl, String user, String password) {

    /**
     * The database of the process that has a data directory. Empty when nobody has it, or when its PostgreSQL does not
     * take connections yet. Changes nothing on disk.
     *
     * @throws UncheckedIOException if the files may not be read
     */
    public static Optional<RunningDatabase> of(Path dataDirectory) {
        DirectoryLayout layout = DirectoryLayout.of(dataDirectory);
        if (RunningServer.of(dataDirectory).isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<PidFile> server = PidFile.read(layout).filter(PidFile::ready);
            if (server.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new RunningDatabase(
                    EmbeddedDatabase.jdbcUrl(server.get().port()), Cluster.USER, Cluster.readPassword(layout)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + layout.root(), e);
        }
    }

    /** Names the place, not the password. */
    @Override
    public String toString() {
        return "RunningDatabase[" + jdbcUrl + "]";
    }
}
