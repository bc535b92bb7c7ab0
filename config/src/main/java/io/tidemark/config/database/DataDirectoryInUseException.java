package io.tidemark.config.database;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Another live process has this data directory. Thrown at once, without waiting for the other to end. */
public final class DataDirectoryInUseException extends EmbeddedDatabaseException {

    private final transient @Nullable RunningServer holder;

    DataDirectoryInUseException(Path dataDirectory, Optional<RunningServer> holder) {
        super("The data directory " + dataDirectory + " is in use by "
                + holder.map(RunningServer::describe).orElse("another process, which is just starting or stopping")
                + ". Stop it first, talk to it, or choose another directory.");
        this.holder = holder.orElse(null);
    }

    /** The process that has the directory; empty while that process is just starting or stopping. */
    public Optional<RunningServer> holder() {
        return Optional.ofNullable(holder);
    }
}
