package io.tidemark.config.database;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A data directory that this process alone has, by a lock that the operating system takes back when the process ends,
 * however it ends. Thread-safe.
 */
final class DataDirectory implements AutoCloseable {

    /**
     * On POSIX systems closing any channel of a file drops all of the process's locks on it, so the lock file is never
     * opened a second time in the process that holds it.
     */
    private static final Set<DirectoryLayout> HELD = ConcurrentHashMap.newKeySet();

    private final DirectoryLayout layout;
    private final FileChannel lockChannel;
    private final Instant since = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private DataDirectory(DirectoryLayout layout, FileChannel lockChannel) {
        this.layout = layout;
        this.lockChannel = lockChannel;
    }

    /**
     * Takes the directory for this process; makes it if it is not there.
     *
     * @throws DataDirectoryInUseException if a live process has it, this one included
     * @throws EmbeddedDatabaseException if it holds something else than Tidemark's data
     */
    static DataDirectory claim(Path dataDirectory) throws IOException {
        requireOursOrEmpty(DirectoryLayout.of(dataDirectory));
        PrivateFiles.createDirectory(dataDirectory.toAbsolutePath());
        DirectoryLayout layout = DirectoryLayout.of(dataDirectory);
        if (!HELD.add(layout)) {
            throw inUse(layout);
        }
        try {
            return lock(layout);
        } catch (IOException | RuntimeException e) {
            HELD.remove(layout);
            throw e;
        }
    }

    static boolean isHeldByThisProcess(DirectoryLayout layout) {
        return HELD.contains(layout);
    }

    DirectoryLayout layout() {
        return layout;
    }

    /** Tells others where the server that has the directory answers. */
    void announce(URI url) throws IOException {
        record(Optional.of(url));
    }

    @Override
    public void close() throws IOException {
        try {
            Files.deleteIfExists(layout.runningServer());
        } finally {
            lockChannel.close();
            HELD.remove(layout);
        }
    }

    private static DataDirectory lock(DirectoryLayout layout) throws IOException {
        FileChannel channel = PrivateFiles.open(layout.lock());
        try {
            if (!tryLock(channel)) {
                throw inUse(layout);
            }
            DataDirectory directory = new DataDirectory(layout, channel);
            directory.record(Optional.empty());
            return directory;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The lock lives until the channel is closed or the process ends. */
    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private synchronized void record(Optional<URI> url) throws IOException {
        new RunningServer(ProcessHandle.current().pid(), since, url).record(layout);
    }

    private static DataDirectoryInUseException inUse(DirectoryLayout layout) {
        return new DataDirectoryInUseException(layout.root(), RunningServer.of(layout.root()));
    }

    /** Keeps a slip such as {@code --data ~} from narrowing the rights of somebody's home directory. */
    private static void requireOursOrEmpty(DirectoryLayout layout) throws IOException {
        if (Files.notExists(layout.root()) || Files.exists(layout.lock())) {
            return;
        }
        try (Stream<Path> content = Files.list(layout.root())) {
            Optional<Path> stranger = content.filter(DataDirectory::isStranger).findFirst();
            if (stranger.isPresent()) {
                throw new EmbeddedDatabaseException("The directory " + layout.root() + " is not empty and is not"
                        + " Tidemark's (it has " + stranger.get().getFileName() + " but no "
                        + layout.lock().getFileName() + "). Choose an empty directory, or one that is not there yet.");
            }
        }
    }

    private static boolean isStranger(Path path) {
        String name = path.getFileName().toString();
        return !name.equals("lost+found");
    }
}
