package io.tidemark.projection.store.postgres;

import io.tidemark.projection.store.Column;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Sends rows with PostgreSQL's {@code copy … (format binary)}, the cheapest way in. See <a
 * href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, "Binary Format"</a>. Not thread-safe.
 */
final class BinaryCopy implements AutoCloseable {

    private static final byte[] HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final short END = -1;
    private static final int NULL = -1;
    private static final byte JSONB_VERSION = 1;

    private final CopyIn copy;
    private ByteBuffer buffer = ByteBuffer.allocate(CHUNK_BYTES);

    BinaryCopy(Connection connection, String sql) throws SQLException {
        this.copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        buffer.put(HEADER);
    }

    /** Begins a row of so many columns. */
    void row(int columns) throws SQLException {
        if (buffer.position() > CHUNK_BYTES / 2) {
            send();
        }
        room(Short.BYTES);
        buffer.putShort((short) columns);
    }

    /** The next column, a 32-bit number. */
    void integer(int value) {
        room(2 * Integer.BYTES);
        buffer.putInt(Integer.BYTES).putInt(value);
    }

    /** The next column. */
    void value(Column<?> column, @Nullable Object value) {
        if (value == null) {
            room(Integer.BYTES);
            buffer.putInt(NULL);
            return;
        }
        switch (column.type()) {
            case TEXT -> text((String) value, false);
            case JSON -> text((String) value, true);
            case BIGINT -> {
                room(Integer.BYTES + Long.BYTES);
                buffer.putInt(Long.BYTES).putLong(((Number) value).longValue());
            }
            case INTEGER -> integer(((Number) value).intValue());
        }
    }

    private void text(String text, boolean isJson) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = bytes.length + (isJson ? 1 : 0);
        room(Integer.BYTES + length);
        buffer.putInt(length);
        if (isJson) {
            buffer.put(JSONB_VERSION);
        }
        buffer.put(bytes);
    }

    /** Ends the rows, and says how many the server took. */
    long finish() throws SQLException {
        room(Short.BYTES);
        buffer.putShort(END);
        send();
        return copy.endCopy();
    }

    /** Gives up if the rows were not ended. */
    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }

    private void send() throws SQLException {
        copy.writeToCopy(buffer.array(), 0, buffer.position());
        buffer.clear();
    }

    private void room(int bytes) {
        if (buffer.remaining() < bytes) {
            ByteBuffer larger = ByteBuffer.allocate(Math.max(buffer.capacity() * 2, buffer.position() + bytes));
            buffer.flip();
            larger.put(buffer);
            buffer = larger;
        }
    }
}
