package io.tidemark.projection.store;

import java.time.Duration;

/**
 * How much a store keeps in memory, and when it writes. Immutable.
 *
 * @param objectsTarget rows in memory above which durable ones leave and processing waits; a batch may exceed it
 * @param bytesTarget the same in estimated bytes
 * @param writeAtRows changed rows from which on they are written; 1 writes whenever the writer is free, more lets a row
 *     change often before it is written once
 * @param metadataInterval shortest time between two writes of metadata alone
 * @param longestBackOff longest wait before a write is tried again
 */
public record StoreSettings(
        long objectsTarget, long bytesTarget, long writeAtRows, Duration metadataInterval, Duration longestBackOff) {

    private static final long OBJECTS_TARGET = 1_000_000;

    /** A share of the heap that leaves room for two stores, their rebuilds and the rest of a server. */
    private static final int SHARE_OF_HEAP = 8;

    private static final int TYPICAL_BYTES = 300;

    public StoreSettings {
        if (objectsTarget < 1 || bytesTarget < 1 || writeAtRows < 1) {
            throw new IllegalArgumentException("targets are at least 1");
        }
    }

    /** For a projection that follows the journal: a million rows or an eighth of the heap, written at once. */
    public static StoreSettings live() {
        return new StoreSettings(
                OBJECTS_TARGET,
                Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP,
                1,
                Duration.ofSeconds(1),
                Duration.ofSeconds(2));
    }

    /**
     * The same with other targets.
     *
     * @param objects rows
     * @param bytes estimated bytes; 0 to leave them as they are
     */
    public StoreSettings within(long objects, long bytes) {
        return new StoreSettings(
                objects, bytes == 0 ? bytesTarget : bytes, writeAtRows, metadataInterval, longestBackOff);
    }

    /**
     * The same targets for a rebuild: rows are written when half of the target is used, so that a row which changes often
     * is written once, and the other half is filled meanwhile.
     */
    public StoreSettings forRebuild() {
        long half = Math.min(objectsTarget, bytesTarget / TYPICAL_BYTES) / 2;
        return new StoreSettings(objectsTarget, bytesTarget, Math.max(1, half), metadataInterval, longestBackOff);
    }
}
