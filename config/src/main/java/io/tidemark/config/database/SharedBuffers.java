package io.tidemark.config.database;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How much memory a new cluster keeps pages in. The pages that each movement changes are spread over the indexes of all
 * accounts, so a ledger whose indexes outgrow this gets slower with every lot; and what PostgreSQL takes, neither its
 * server nor the system's own cache of the same files can have.
 */
final class SharedBuffers {

    private static final long MEGABYTE = 1L << 20;

    private static final long LEAST_MEGABYTES = 128;
    private static final long MOST_MEGABYTES = 1_024;

    /** A quarter is what PostgreSQL advises for a machine of its own. */
    private static final int SHARE_OF_MEMORY = 8;

    private SharedBuffers() {}

    /** For this machine or container. */
    static long megabytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? megabytes(system.getTotalMemorySize())
                : LEAST_MEGABYTES;
    }

    /** For a machine with so much memory, in bytes. */
    static long megabytes(long memoryBytes) {
        return Math.clamp(memoryBytes / SHARE_OF_MEMORY / MEGABYTE, LEAST_MEGABYTES, MOST_MEGABYTES);
    }
}
