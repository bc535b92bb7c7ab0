package io.tidemark.config.database;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the server has written into its log files since a certain moment: the reason why it did not start. */
final class ServerLog {

    private static final int MAX_BYTES_OF_A_FILE = 8 * 1024;

    private final Path directory;
    private final Map<Path, Long> sizes = new HashMap<>();

    private ServerLog(Path directory) {
        this.directory = directory;
    }

    /** Remembers where the files of the directory end now. */
    static ServerLog since(Path directory) throws IOException {
        ServerLog log = new ServerLog(directory);
        for (Path file : log.files()) {
            log.sizes.put(file, Files.size(file));
        }
        return log;
    }

    /** The new lines of all files, by file name; of each file the last few thousand bytes. */
    String text() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path file : files()) {
            text.append(tail(file, sizes.getOrDefault(file, 0L)));
        }
        return text.toString().strip();
    }

    private static String tail(Path file, long knownSize) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long size = channel.size();
            // A file that was begun anew, as each weekday's is after a week, is new as a whole.
            long from = Math.max(knownSize <= size ? knownSize : 0, size - MAX_BYTES_OF_A_FILE);
            byte[] bytes = Channels.newInputStream(channel.position(from)).readNBytes(MAX_BYTES_OF_A_FILE);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
