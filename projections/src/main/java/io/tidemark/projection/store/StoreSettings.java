package io.tidemark.projection.store;

import java.time.Duration;

/**
 * How much a store keeps in memory, and when it writes. Immutable.
 *
 * @param objectsTarget rows in memory above which durable ones leave and processing waits; a batch may exceed it
 * @param bytesTarget the same in estimated bytes
 * @param writeAtRows changed rows from which on they are written; more than 1 lets a row change often before it is
 *     written once, however long that takes
 * @param metadataInterval shortest time between two writes of metadata alone
 * @param longestBackOff longest wait before a write is tried again
 * @param writeInterval shortest time from one write to the next if nobody waits, {@code writeAtRows} is 1, and changes
 *     keep coming
 * @param quietInterval time without a change after which those that wait are written however recent the last write is
 */
public record StoreSettings(
        long objectsTarget,
        long bytesTarget,
        long writeAtRows,
        Duration metadataInterval,
        Duration longestBackOff,
        Duration writeInterval,
        Duration quietInterval) {

    private static final long OBJECTS_TARGET = 1_000_000;

    /** A share of the heap that leaves room for two stores, their rebuilds and the rest of a server. */
    private static final int SHARE_OF_HEAP = 8;

    private static final int TYPICAL_BYTES = 300;

    private static final Duration WRITE_INTERVAL = Duration.ofMillis(250);

    /** More than the time between two groups of a busy journal, less than somebody notices. */
    private static final Duration QUIET_INTERVAL = Duration.ofMillis(20);

    public StoreSettings {
        if (objectsTarget < 1 || bytesTarget < 1 || writeAtRows < 1) {
            throw new IllegalArgumentException("targets are at least 1");
        }
    }

    /** Settings that do not distinguish whether changes keep coming. */
    public StoreSettings(
            long objectsTarget,
            long bytesTarget,
            long writeAtRows,
            Duration metadataInterval,
            Duration longestBackOff,
            Duration writeInterval) {
        this(objectsTarget, bytesTarget, writeAtRows, metadataInterval, longestBackOff, writeInterval, writeInterval);
    }

    /**
     * For a projection that follows the journal: a million rows or an eighth of the heap. The first change is written at
     * once, and under load so many at a time that the cost of a transaction and rows that change again hardly count.
     */
    public static StoreSettings live() {
        return new StoreSettings(
                OBJECTS_TARGET,
                Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP,
                1,
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                WRITE_INTERVAL,
                QUIET_INTERVAL);
    }

    /**
     * The same with other targets.
     *
     * @param objects rows
     * @param bytes estimated bytes; 0 to leave them as they are
     */
    public StoreSettings within(long objects, long bytes) {
        return new StoreSettings(
                objects,
                bytes == 0 ? bytesTarget : bytes,
                writeAtRows,
                metadataInterval,
                longestBackOff,
                writeInterval,
                quietInterval);
    }

    /** The same with other times for {@code writeInterval} and {@code quietInterval}. */
    public StoreSettings withWriteIntervals(Duration write, Duration quiet) {
        return new StoreSettings(
                objectsTarget, bytesTarget, writeAtRows, metadataInterval, longestBackOff, write, quiet);
    }

    /**
     * The same targets for a rebuild: rows are written when three quarters of the target are used, so that a row which
     * changes often is written once, and the rest is filled meanwhile. A row that is written before its last change is
     * dear: it has to be found again, by an index that rows would go in faster without.
     */
    public StoreSettings forRebuild() {
        long most = Math.min(objectsTarget, bytesTarget / TYPICAL_BYTES) / 4 * 3;
        return new StoreSettings(
                objectsTarget,
                bytesTarget,
                Math.max(2, most),
                metadataInterval,
                longestBackOff,
                writeInterval,
                quietInterval);
    }
}
