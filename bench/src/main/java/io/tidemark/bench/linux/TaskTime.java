package io.tidemark.bench.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Processor time of a process or a thread so far, as {@code /proc} has it.
 *
 * @param name the first 15 characters of its name
 * @param nanos what it used itself
 * @param nanosOfEnded what its children used that it has seen end
 */
public record TaskTime(String name, long nanos, long nanosOfEnded) {

    /** Linux counts in hundredths of a second towards programs, whatever its own clock. */
    private static final long NANOS_A_TICK = 10_000_000;

    /** Whether there is anything to read. */
    public static boolean isCounted() {
        return Files.exists(Path.of("/proc/self/stat"));
    }

    /** Of a process; empty if it has ended or nothing is counted. */
    public static Optional<TaskTime> ofProcess(long process) {
        return read(directory(process));
    }

    /** Where the threads of a process are. */
    public static Path threads(long process) {
        return directory(process).resolve("task");
    }

    private static Path directory(long process) {
        return Path.of("/proc", Long.toString(process));
    }

    /**
     * Of what has that directory.
     *
     * @param directory of a process or a thread
     * @return empty if it has ended
     */
    public static Optional<TaskTime> read(Path directory) {
        try {
            String stat = Files.readString(directory.resolve("stat"));
            // The name in parentheses may have any character; after it come state, ppid ... and utime as the twelfth.
            int nameEnd = stat.lastIndexOf(')');
            List<String> fields = List.of(stat.substring(nameEnd + 2).strip().split(" ", -1));
            return Optional.of(new TaskTime(
                    stat.substring(stat.indexOf('(') + 1, nameEnd),
                    nanos(fields.get(11), fields.get(12)),
                    nanos(fields.get(13), fields.get(14))));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static long nanos(String userTicks, String systemTicks) {
        return (Long.parseLong(userTicks) + Long.parseLong(systemTicks)) * NANOS_A_TICK;
    }
}
