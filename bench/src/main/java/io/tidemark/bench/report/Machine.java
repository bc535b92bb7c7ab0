package io.tidemark.bench.report;

/**
 * What the figures were measured on.
 *
 * @param cores processors that the JVM sees
 * @param memoryMb physical memory in MiB
 * @param jdk version and vendor of the JDK
 * @param postgres version of the server
 * @param fsync what the server says of {@code fsync}
 * @param synchronousCommit what it says of {@code synchronous_commit}
 */
public record Machine(int cores, long memoryMb, String jdk, String postgres, String fsync, String synchronousCommit) {}
