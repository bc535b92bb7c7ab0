package io.tidemark.bench;

import com.sun.management.OperatingSystemMXBean;
import io.tidemark.bench.database.ScratchPostgres;
import io.tidemark.bench.report.Machine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What a benchmark ran on. */
final class Surroundings {

    private static final String UNKNOWN = "unknown";
    private static final long MEBIBYTE = 1L << 20;

    private Surroundings() {}

    /** The commit that is checked out, marked where files differ from it. */
    static String commit(Path project) throws InterruptedException {
        try {
            Process git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*")
                    .directory(project.toAbsolutePath().toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 && !commit.isEmpty() ? commit : UNKNOWN;
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    static Machine machine(ScratchPostgres postgres) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                system.getTotalMemorySize() / MEBIBYTE,
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
                postgres.version(),
                postgres.setting("fsync"),
                postgres.setting("synchronous_commit"));
    }
}
