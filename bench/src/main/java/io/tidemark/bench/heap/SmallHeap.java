package io.tidemark.bench.heap;

import io.tidemark.bench.database.ScratchDatabase;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * What a process with little heap came to.
 *
 * @param seconds how long the rebuild took
 * @param peakMegabytes the most that a collection left in the heap
 */
public record SmallHeap(double seconds, double peakMegabytes) {

    static final String PASSWORD = "BENCH_DATABASE_PASSWORD";

    private static final Set<String> JVM_OPTIONS = Set.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS");

    /**
     * Rebuilds the lot cache in a process of its own.
     *
     * @param megabytes its heap
     * @throws IllegalStateException if it does not come to its end in that heap
     */
    public static SmallHeap rebuild(ScratchDatabase database, int megabytes) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                new File(System.getProperty("java.home"), "bin/java").getPath(),
                "-Xmx" + megabytes + "m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeapRebuild.class.getName(),
                database.url(),
                database.user()));
        builder.environment().put(PASSWORD, database.password());
        // Options for this JVM, such as the least size of the young generation, would make it another heap.
        builder.environment().keySet().removeAll(JVM_OPTIONS);
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String[] result = {};
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(SmallHeapRebuild.RESULT)) {
                    result = line.substring(SmallHeapRebuild.RESULT.length()).split(" ", -1);
                }
            }
        }
        if (process.waitFor() != 0 || result.length != 2) {
            throw new IllegalStateException("no rebuild with a heap of " + megabytes + " MiB");
        }
        return new SmallHeap(Double.parseDouble(result[0]), Double.parseDouble(result[1]));
    }
}
