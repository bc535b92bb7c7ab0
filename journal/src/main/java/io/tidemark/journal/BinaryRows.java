package io.tidemark.journal;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Rows of {@code journal.event} as COPY sends them: no row costs a round trip, a decoding or an object. Occupies its
 * connection until it is closed. Not thread-safe.
 */
final class BinaryRows implements AutoCloseable {

    /** Signature, 32 bits of flags, and an extension of no bytes. */
    private static final int HEADER_BYTES = 19;

    private static final int END_OF_ROWS = -1;

    private final CopyOut copy;
    private final byte[] scratch = new byte[Math.max(HEADER_BYTES, Integer.BYTES)];
    private byte[] message = new byte[0];
    private int position;
    private boolean ended;

    private BinaryRows(CopyOut copy) throws SQLException {
        this.copy = copy;
        read(scratch, 0, HEADER_BYTES);
    }

    /**
     * Rows of a stretch of the journal, in seq order.
     *
     * @param after the seq before the stretch; {@code null} from the first row there is
     * @param last the last seq of the stretch; {@code null} to the last row there is
     */
    static BinaryRows read(Connection connection, @Nullable Long after, @Nullable Long last) throws SQLException {
        return read(connection, BinaryRow.COLUMNS, after, last);
    }

    /** The same with other columns, for rows of as many. */
    static BinaryRows read(Connection connection, String columns, @Nullable Long after, @Nullable Long last)
            throws SQLException {
        String condition = after == null ? "true" : "seq > " + after;
        condition += last == null ? "" : " and seq <= " + last;
        String query = "copy (select " + columns + " from journal.event where " + condition
                + " order by seq) to stdout with (format binary)";
        return new BinaryRows(connection.unwrap(PGConnection.class).getCopyAPI().copyOut(query));
    }

    /** Reads the next row into a row; answers whether there is one. */
    boolean next(BinaryRow into) throws SQLException {
        if (ended) {
            return false;
        }
        read(scratch, 0, Short.BYTES);
        int columns = (short) (((scratch[0] & 0xff) << Byte.SIZE) | (scratch[1] & 0xff));
        if (columns == END_OF_ROWS) {
            ended = true;
            close();
            return false;
        }
        if (columns != into.columnCount()) {
            throw new SQLException("the database sent an event of " + columns + " columns");
        }
        into.clear();
        for (int column = 0; column < columns; column++) {
            int length = nextInt();
            if (length < 0) {
                into.addAbsent();
            } else {
                into.add(length);
                read(into.bytes(), into.offset(column), length);
            }
        }
        return true;
    }

    private int nextInt() throws SQLException {
        byte[] bytes = message;
        int at = position;
        if (bytes.length - at >= Integer.BYTES) {
            position += Integer.BYTES;
        } else {
            read(scratch, 0, Integer.BYTES);
            bytes = scratch;
            at = 0;
        }
        return ((bytes[at] & 0xff) << 24)
                | ((bytes[at + 1] & 0xff) << 16)
                | ((bytes[at + 2] & 0xff) << 8)
                | (bytes[at + 3] & 0xff);
    }

    /** The server sends a row a message, but does not promise it. */
    private void read(byte[] target, int offset, int length) throws SQLException {
        int missing = length;
        while (missing > 0) {
            if (position == message.length) {
                byte[] next = copy.readFromCopy();
                if (next == null) {
                    throw new SQLException("the database broke off in the middle of an event");
                }
                message = next;
                position = 0;
            }
            int part = Math.min(missing, message.length - position);
            System.arraycopy(message, position, target, offset + length - missing, part);
            position += part;
            missing -= part;
        }
    }

    /** Takes what is still to come, unread: a connection whose COPY is cancelled is not fit for more. */
    @Override
    public void close() throws SQLException {
        while (copy.isActive()) {
            copy.readFromCopy();
        }
    }
}
