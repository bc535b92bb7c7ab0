package io.tidemark.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * Writes events and groups by COPY within a transaction of somebody else. A connection copies into one table at a time, so
 * groups wait, up to a bound, while events are sent. Not thread-safe.
 */
final class BulkRows implements ArchiveReader.Sink {

    private static final String EVENTS =
            "copy journal.event (" + BinaryRow.COLUMNS + ") from stdin with (format binary)";

    private static final String GROUPS = "copy journal.batch (seq_from, seq_to, hash) from stdin with (format binary)";

    /** Signature, flags and an extension of no bytes. */
    private static final byte[] BEGINNING = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };

    private static final byte[] ENDING = {-1, -1};
    private static final int GROUP_COLUMNS = 3;

    /** Bytes of events that are sent together. */
    private static final int CHUNK = 1 << 16;

    /** Bytes of groups that wait; some 16,000 groups. */
    private static final int WAITING_GROUPS = 1 << 20;

    private final CopyManager copies;
    private final Buffer events = new Buffer();
    private final Buffer groups = new Buffer();
    private @Nullable CopyIn copy;

    BulkRows(Connection connection) throws SQLException {
        this.copies = connection.unwrap(PGConnection.class).getCopyAPI();
    }

    @Override
    public void group(StoredGroups.Group group) throws SQLException {
        if (groups.end > WAITING_GROUPS) {
            flush();
        }
        groups.bytes(new byte[] {0, GROUP_COLUMNS}, 0, 2);
        groups.column(group.from());
        groups.column(group.to());
        groups.integer(group.hash().length);
        groups.bytes(group.hash(), 0, group.hash().length);
    }

    @Override
    public void event(BinaryRow row) throws SQLException {
        CopyIn open = copy;
        if (open == null) {
            open = copies.copyIn(EVENTS);
            copy = open;
            open.writeToCopy(BEGINNING, 0, BEGINNING.length);
        }
        events.bytes(row.bytes(), 0, row.end());
        if (events.end > CHUNK) {
            open.writeToCopy(events.bytes, 0, events.end);
            events.end = 0;
        }
    }

    /** Has everything stored that was handed in. */
    void flush() throws SQLException {
        CopyIn open = copy;
        if (open != null) {
            end(open, events);
            copy = null;
        }
        CopyIn ofGroups = copies.copyIn(GROUPS);
        copy = ofGroups;
        ofGroups.writeToCopy(BEGINNING, 0, BEGINNING.length);
        end(ofGroups, groups);
        copy = null;
    }

    private static void end(CopyIn open, Buffer rest) throws SQLException {
        open.writeToCopy(rest.bytes, 0, rest.end);
        rest.end = 0;
        open.writeToCopy(ENDING, 0, ENDING.length);
        open.endCopy();
    }

    /** Gives up what is being sent, so that the transaction can be rolled back. */
    void cancel() throws SQLException {
        CopyIn open = copy;
        copy = null;
        if (open != null && open.isActive()) {
            open.cancelCopy();
        }
    }

    /** Bytes to be sent. */
    private static final class Buffer {
        private byte[] bytes = new byte[2 * CHUNK];
        private int end;

        void bytes(byte[] from, int offset, int length) {
            if (bytes.length - end < length) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(end, length)));
            }
            System.arraycopy(from, offset, bytes, end, length);
            end += length;
        }

        void integer(int value) {
            bytes(new byte[] {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value}, 0, 4);
        }

        void column(long value) {
            integer(Long.BYTES);
            integer((int) (value >>> Integer.SIZE));
            integer((int) value);
        }
    }
}
