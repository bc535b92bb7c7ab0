package io.tidemark.config.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * PostgreSQL's {@code postmaster.pid}, see "Database File Layout" in its manual.
 *
 * @param processId who wrote it
 * @param port where it listens; 0 as long as it does not
 * @param ready whether the server takes connections
 */
record PidFile(long processId, int port, boolean ready) {

    private static final int PORT_LINE = 3;
    private static final int STATUS_LINE = 7;

    static Path path(DirectoryLayout layout) {
        return layout.cluster().resolve("postmaster.pid");
    }

    /** The file as it is now; empty when it is not there or only half written. */
    static Optional<PidFile> read(DirectoryLayout layout) throws IOException {
        try {
            List<String> lines = Files.readAllLines(path(layout));
            if (lines.isEmpty()) {
                return Optional.empty();
            }
            String status = lines.size() > STATUS_LINE ? lines.get(STATUS_LINE).strip() : "";
            // A standalone backend, as for repairs, writes its id with a minus.
            long processId = Math.abs(Long.parseLong(lines.getFirst().strip()));
            String port = lines.size() > PORT_LINE ? lines.get(PORT_LINE).strip() : "";
            return Optional.of(new PidFile(
                    processId,
                    port.isEmpty() ? 0 : Integer.parseInt(port),
                    status.equals("ready") || status.equals("standby")));
        } catch (NoSuchFileException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Removes the file of a server that is certainly not there any more. */
    static void remove(DirectoryLayout layout) throws IOException {
        Files.deleteIfExists(path(layout));
    }
}
