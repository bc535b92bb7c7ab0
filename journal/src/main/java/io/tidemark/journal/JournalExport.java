package io.tidemark.journal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongConsumer;
import javax.sql.DataSource;

/**
 * Writes the whole journal as lines of JSON, from which a {@link JournalImport} makes the same journal again, hash by
 * hash. Reads one snapshot and does not hold up the writer. Writes what is stored and does not judge it: that is for a
 * {@link JournalVerifier}, and for the import. Thread-safe.
 */
public final class JournalExport {

    private static final int PROGRESS_ROWS = 16_384;

    private final DataSource dataSource;

    /** An export of the journal in a database. */
    public JournalExport(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * What was written.
     *
     * @param events how many events
     * @param seq seq of the head
     * @param hash hash of the head, lower-case hex
     */
    public record Extent(long events, long seq, String hash) {}

    /**
     * The last seq, 0 when the journal is empty.
     *
     * @throws JournalUnavailableException if it cannot be read
     */
    public long headSeq() {
        try (Connection connection = dataSource.getConnection()) {
            StoredGroups.Head head = new StoredGroups(connection).head();
            return head == null ? 0 : head.seq();
        } catch (SQLException e) {
            throw new JournalUnavailableException("the journal cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Writes the journal.
     *
     * @param out is flushed and stays open
     * @param progress is told now and then how many events were written
     * @throws IOException if {@code out} takes no more; what was written is of no use
     * @throws JournalUnavailableException if the journal cannot be read; the same holds
     */
    public Extent write(OutputStream out, LongConsumer progress) throws IOException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try {
                return new Writing(connection, new BufferedOutputStream(out, 1 << 16), progress).run();
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new JournalUnavailableException("the journal cannot be read: " + e.getMessage(), e);
        }
    }

    private static final class Writing {
        private final Connection connection;
        private final OutputStream out;
        private final LongConsumer progress;
        private final ArchiveLine line = new ArchiveLine();
        private final BinaryRow row = new BinaryRow();
        private long events;

        Writing(Connection connection, OutputStream out, LongConsumer progress) {
            this.connection = connection;
            this.out = out;
            this.progress = progress;
        }

        Extent run() throws SQLException, IOException {
            line.clear().ascii(ArchiveFormat.HEADER).writeTo(out);
            StoredGroups groups = new StoredGroups(connection);
            Long after = null;
            List<StoredGroups.Group> page = groups.nextPage();
            while (!page.isEmpty()) {
                long last = page.getLast().to();
                try (BinaryRows rows = BinaryRows.read(connection, after, last)) {
                    page(page, rows);
                }
                after = last;
                page = groups.nextPage();
            }
            try (BinaryRows rest = BinaryRows.read(connection, after, null)) {
                while (rest.next(row)) {
                    event();
                }
            }
            StoredGroups.Head head = groups.head();
            if (head == null) {
                throw new SQLException("journal.head has no row: the schema is damaged");
            }
            ArchiveFormat.head(head, line).writeTo(out);
            out.flush();
            progress.accept(events);
            return new Extent(events, head.seq(), HexFormat.of().formatHex(head.hash()));
        }

        private void page(List<StoredGroups.Group> page, BinaryRows rows) throws SQLException, IOException {
            boolean more = rows.next(row);
            for (StoredGroups.Group group : page) {
                ArchiveFormat.group(group, line).writeTo(out);
                while (more && row.number(BinaryRow.SEQ) <= group.to()) {
                    event();
                    more = rows.next(row);
                }
            }
        }

        private void event() throws IOException {
            ArchiveFormat.event(row, line).writeTo(out);
            events++;
            if (events % PROGRESS_ROWS == 0) {
                progress.accept(events);
            }
        }
    }
}
