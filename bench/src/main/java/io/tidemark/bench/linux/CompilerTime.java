package io.tidemark.bench.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Processor time of the just-in-time compilers of a JVM. */
public final class CompilerTime {

    /** As Linux shortens the names of the threads of C1 and C2. */
    private static final String COMPILER = "CompilerThre";

    private CompilerTime() {}

    /** What they have used so far in this JVM, in nanoseconds; 0 where it is not counted. */
    public static long nanos() {
        return nanos(ProcessHandle.current().pid());
    }

    /** What they have used so far in the JVM that is a process, in nanoseconds; 0 where it is not counted. */
    public static long nanos(long process) {
        Path threads = TaskTime.threads(process);
        if (!Files.isDirectory(threads)) {
            return 0;
        }
        try (Stream<Path> directories = Files.list(threads)) {
            return directories
                    .map(TaskTime::read)
                    .flatMap(Optional::stream)
                    .filter(task -> task.name().contains(COMPILER))
                    .mapToLong(TaskTime::nanos)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            // The process has ended.
            return 0;
        }
    }
}
