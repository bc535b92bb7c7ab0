package io.tidemark.config.database;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/**
 * The live process that has a data directory.
 *
 * @param processId its process id
 * @param since when it took the directory
 * @param url where it answers HTTP; empty until it has announced that
 */
public record RunningServer(long processId, Instant since, Optional<URI> url) {

    private static final String PROCESS_ID = "pid";
    private static final String SINCE = "since";
    private static final String URL = "url";

    /**
     * The process that has {@code dataDirectory} now. Empty when nobody has it, whatever files a dead process left
     * behind; also empty in the moment in which a process takes or gives up the directory. Changes nothing on disk.
     */
    public static Optional<RunningServer> of(Path dataDirectory) {
        DirectoryLayout layout = DirectoryLayout.of(dataDirectory);
        Optional<RunningServer> recorded = recorded(layout)
                .filter(server -> ProcessHandle.of(server.processId()).isPresent());
        return recorded.isPresent() && isLocked(layout) ? recorded : Optional.empty();
    }

    /** What the directory's info file says, true or not any more. */
    static Optional<RunningServer> recorded(DirectoryLayout layout) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(layout.runningServer())) {
            properties.load(reader);
            return Optional.of(new RunningServer(
                    Long.parseLong(properties.getProperty(PROCESS_ID, "")),
                    Instant.parse(properties.getProperty(SINCE, "")),
                    Optional.ofNullable(properties.getProperty(URL)).map(URI::create)));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    void record(DirectoryLayout layout) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(PROCESS_ID).append('=').append(processId).append('\n');
        text.append(SINCE).append('=').append(since).append('\n');
        url.ifPresent(address ->
                text.append(URL).append('=').append(address.toASCIIString()).append('\n'));
        PrivateFiles.write(layout.runningServer(), text.toString());
    }

    String describe() {
        return "process " + processId + ", running since " + since
                + url.map(address -> ", which answers at " + address).orElse("");
    }

    /** Asks by a shared lock of its own. In the holder's own process that would drop the lock, so there it is not asked. */
    private static boolean isLocked(DirectoryLayout layout) {
        if (DataDirectory.isHeldByThisProcess(layout)) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(layout.lock(), StandardOpenOption.READ);
                FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
