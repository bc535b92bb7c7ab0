package io.tidemark.journal;

import java.util.Arrays;

/**
 * A row of {@code journal.event} in the binary format of PostgreSQL's COPY: a 16-bit number of columns, then each column
 * as its length, 32 bits, and its bytes; the length of an absent one is -1. That is how {@link HashChain} encodes columns
 * too, so a row is hashed as it comes from the wire. Holds one row after another; not thread-safe.
 */
final class BinaryRow {

    /** The columns, in the order in which they are hashed. */
    static final String COLUMNS = "seq, stream_seq, recorded_at, stream_id, stream_type, event_id, event_type,"
            + " revision, payload, metadata, ref, fingerprint, message_size, checksum";

    static final int SEQ = 0;
    static final int STREAM_SEQ = 1;
    static final int RECORDED_AT = 2;
    static final int STREAM_ID = 3;
    static final int STREAM_TYPE = 4;
    static final int EVENT_ID = 5;
    static final int EVENT_TYPE = 6;
    static final int REVISION = 7;
    static final int PAYLOAD = 8;
    static final int METADATA = 9;
    static final int REF = 10;
    static final int FINGERPRINT = 11;
    static final int MESSAGE_SIZE = 12;
    static final int CHECKSUM = 13;
    static final int COLUMN_COUNT = 14;

    private static final int ABSENT = -1;
    private static final int USUAL_BYTES = 1024;

    private final int columnCount;
    private final int[] offsets;
    private final int[] lengths;
    private byte[] bytes = new byte[USUAL_BYTES];
    private int columns;
    private int end;

    /** A row of all columns, in the order in which they are hashed. */
    BinaryRow() {
        this(COLUMN_COUNT);
    }

    /** A row of so many columns, whichever they are. */
    BinaryRow(int columnCount) {
        this.columnCount = columnCount;
        this.offsets = new int[columnCount];
        this.lengths = new int[columnCount];
    }

    /** How many columns the row has. */
    int columnCount() {
        return columnCount;
    }

    /** Begins another row. */
    BinaryRow clear() {
        columns = 0;
        end = 0;
        room(Short.BYTES);
        bytes[end++] = 0;
        bytes[end++] = (byte) columnCount;
        return this;
    }

    /** Makes the next column one of so many bytes, to be written to {@link #bytes()} at its {@link #offset(int)}. */
    void add(int length) {
        room(Integer.BYTES + length);
        putInt(length);
        offsets[columns] = end;
        lengths[columns++] = length;
        end += length;
    }

    /** Adds a column of bytes. */
    void add(byte[] from, int offset, int length) {
        add(length);
        System.arraycopy(from, offset, bytes, end - length, length);
    }

    /** Adds a column that is absent. */
    void addAbsent() {
        room(Integer.BYTES);
        putInt(ABSENT);
        offsets[columns] = end;
        lengths[columns++] = ABSENT;
    }

    /** Adds a column of type {@code bigint}. */
    void addLong(long value) {
        room(Integer.BYTES + Long.BYTES);
        putInt(Long.BYTES);
        offsets[columns] = end;
        lengths[columns++] = Long.BYTES;
        putInt((int) (value >>> Integer.SIZE));
        putInt((int) value);
    }

    /** Adds a column of type {@code integer}. */
    void addInt(int value) {
        room(2 * Integer.BYTES);
        putInt(Integer.BYTES);
        offsets[columns] = end;
        lengths[columns++] = Integer.BYTES;
        putInt(value);
    }

    boolean isAbsent(int column) {
        return lengths[column] == ABSENT;
    }

    /** The value of a column of type {@code bigint} or {@code integer}; 0 if it is absent. */
    long number(int column) {
        long value = 0;
        for (int i = 0; i < lengths[column]; i++) {
            value = (value << Byte.SIZE) | (bytes[offsets[column] + i] & 0xff);
        }
        return lengths[column] == Integer.BYTES ? (int) value : value;
    }

    /** All of the row; what is behind {@link #end()} is of no meaning. */
    byte[] bytes() {
        return bytes;
    }

    /** Where the row ends. */
    int end() {
        return end;
    }

    /** Where a column's bytes begin. */
    int offset(int column) {
        return offsets[column];
    }

    /** How many bytes a column has; -1 if it is absent. */
    int length(int column) {
        return lengths[column];
    }

    private void putInt(int value) {
        bytes[end] = (byte) (value >>> 24);
        bytes[end + 1] = (byte) (value >>> 16);
        bytes[end + 2] = (byte) (value >>> 8);
        bytes[end + 3] = (byte) value;
        end += Integer.BYTES;
    }

    private void room(int more) {
        if (bytes.length - end < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(end, more)));
        }
    }
}
