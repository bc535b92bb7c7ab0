package io.tidemark.bench.database;

import com.sun.management.OperatingSystemMXBean;
import io.tidemark.bench.linux.TaskTime;
import java.lang.management.ManagementFactory;
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

    /** As of now. */
    public static CpuTime now(ScratchPostgres server) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new CpuTime(system.getProcessCpuTime(), ofServer(server.processId()));
    }

    private static Optional<Long> ofServer(long postmaster) {
        Optional<ProcessHandle> process = ProcessHandle.of(postmaster);
        if (process.isEmpty() || !TaskTime.isCounted()) {
            return Optional.empty();
        }
        // Its own time and that of the children that it has seen end; the living have not been added to it yet.
        long nanos = TaskTime.ofProcess(postmaster)
                .map(own -> own.nanos() + own.nanosOfEnded())
                .orElse(0L);
        List<ProcessHandle> living = process.get().children().toList();
        for (ProcessHandle child : living) {
            nanos += TaskTime.ofProcess(child.pid()).map(TaskTime::nanos).orElse(0L);
        }
        return Optional.of(nanos);
    }
}
