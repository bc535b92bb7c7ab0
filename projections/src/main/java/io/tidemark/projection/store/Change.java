package io.tidemark.projection.store;

import org.jspecify.annotations.Nullable;

/**
 * The newest version of one row in memory. It changes in place while the segment that it belongs to is still being
 * filled, and never after that segment was handed to the writer.
 */
final class Change<K, R> {

    /** Seq of rows that came from the storage: before any event. */
    static final long LOADED = 0;

    /** What the storage has of the row before the change's segment is written. */
    enum Stored {
        /** Nothing, for sure. */
        ABSENT,
        /** A row with the same immutable columns. */
        PRESENT,
        /** Nobody has looked. */
        UNKNOWN
    }

    final K key;

    /** The changes that it is part of; {@code null} for a row that came from the storage, and once they are written. */
    @Nullable
    Object owner;

    @Nullable
    R row;

    long seq;
    Stored stored;

    /**
     * A change.
     *
     * @param owner the changes that it is part of; {@code null} for a row that came from the storage
     * @param row {@code null} for one that is not there
     */
    Change(K key, @Nullable R row, long seq, Stored stored, @Nullable Object owner) {
        this.key = key;
        this.row = row;
        this.seq = seq;
        this.stored = stored;
        this.owner = owner;
    }

    /** What the storage has of the row once the change is written. */
    Stored storedAfter() {
        return row == null ? Stored.ABSENT : Stored.PRESENT;
    }
}
