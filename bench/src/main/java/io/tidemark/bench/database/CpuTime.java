package io.tidemark.bench.database;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Processor time used so far.
 *
 * @param jvmNanos by this JVM, load generator included
 * @param postgresNanos by the scratch server's processes, also those that have ended; empty where there is no
 *     {@code /proc}
 */
public record CpuTime(long jvmNanos, Optional<Long> postgresNanos) {

    /** Linux counts in hundredths of a second towards programs, whatever its own clock. */
    private static final long NANOS_A_TICK = 10_000_000;

    /** As of now. */
    public static CpuTime now(ScratchPostgres server) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new CpuTime(system.getProcessCpuTime(), ofServer(server.processId()));
    }

    private static Optional<Long> ofServer(long postmaster) {
        Optional<ProcessHandle> process = ProcessHandle.of(postmaster);
        if (process.isEmpty() || Files.notExists(Path.of("/proc/self/stat"))) {
            return Optional.empty();
        }
        // Its own time and that of the children that it has seen end; the living have not been added to it yet.
        long ticks = ticks(postmaster, 4);
        List<ProcessHandle> living = process.get().children().toList();
        for (ProcessHandle child : living) {
            ticks += ticks(child.pid(), 2);
        }
        return Optional.of(ticks * NANOS_A_TICK);
    }

    /** The sum of the first so many of utime, stime, cutime, cstime; 0 if the process has ended. */
    private static long ticks(long process, int counters) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process + "/stat"));
            // The name in parentheses may have spaces; after it come state, ppid ... and utime as the twelfth.
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1));
            long sum = 0;
            for (int i = 0; i < counters; i++) {
                sum += Long.parseLong(fields.get(11 + i));
            }
            return sum;
        } catch (IOException e) {
            return 0;
        }
    }
}
