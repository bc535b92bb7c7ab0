package io.tidemark.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Re-computes the journal's hash chain from what is stored and finds the first seq that is not as it was recorded: a
 * changed byte, a missing row, one too many, rows swapped. Reads one snapshot and does not hold up the writer.
 * Thread-safe.
 *
 * <p>It proves that nothing was changed by somebody who did not re-compute the chain. A tail that was cut off together
 * with the head row is only found by comparing with a head that was written down elsewhere.
 */
public final class JournalVerifier {

    private static final int PROGRESS_ROWS = 16_384;

    private final DataSource dataSource;

    /** A verifier of the journal in a database. */
    public JournalVerifier(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * What a verification found.
     *
     * @param checked events that were read
     * @param firstBadSeq the first seq that is not as it was recorded; empty if all are
     * @param finding what is wrong there; {@code null} if nothing is
     */
    public record Report(
            long checked,
            OptionalLong firstBadSeq,
            @Nullable String finding) {

        /** Whether the journal is as it was recorded. */
        public boolean isOk() {
            return firstBadSeq.isEmpty();
        }
    }

    /**
     * Verifies the whole journal.
     *
     * @param progress is told now and then how many events were checked
     * @throws JournalUnavailableException if the journal cannot be read
     */
    public Report verify(LongConsumer progress) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try {
                return new Walk(connection, progress).run();
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new JournalUnavailableException("the journal cannot be read: " + e.getMessage(), e);
        }
    }

    /** One pass over groups and rows, side by side. */
    private static final class Walk {
        private final Connection connection;
        private final LongConsumer progress;
        private final BinaryRow row = new BinaryRow();
        private byte[] hash = new byte[32];
        private long checked;

        Walk(Connection connection, LongConsumer progress) {
            this.connection = connection;
            this.progress = progress;
        }

        Report run() throws SQLException {
            StoredGroups groups = new StoredGroups(connection);
            Long after = null;
            List<StoredGroups.Group> page = groups.nextPage();
            while (!page.isEmpty()) {
                Report fault = page(page, after);
                if (fault != null) {
                    return fault;
                }
                after = page.getLast().to();
                page = groups.nextPage();
            }
            progress.accept(checked);
            try (BinaryRows rest = BinaryRows.read(connection, after, null)) {
                if (rest.next(row)) {
                    return bad(row.number(BinaryRow.SEQ), "an event that no batch has");
                }
            }
            return head(groups.head());
        }

        private @Nullable Report page(List<StoredGroups.Group> page, @Nullable Long after) throws SQLException {
            try (BinaryRows rows =
                    BinaryRows.read(connection, after, page.getLast().to())) {
                for (StoredGroups.Group group : page) {
                    Report fault = group(group, rows);
                    if (fault != null) {
                        return fault;
                    }
                }
                return rows.next(row) ? bad(row.number(BinaryRow.SEQ), "an event that no batch has") : null;
            }
        }

        private Report head(StoredGroups.@Nullable Head head) {
            if (head == null) {
                return bad(checked + 1, "the head is missing");
            }
            if (head.seq() != checked) {
                return bad(checked + 1, "the head says that the journal ends at seq " + head.seq());
            }
            if (!Arrays.equals(head.hash(), hash)) {
                return bad(Math.max(1, checked), "the head has another hash than the last batch");
            }
            return new Report(checked, OptionalLong.empty(), null);
        }

        private @Nullable Report group(StoredGroups.Group group, BinaryRows rows) throws SQLException {
            if (group.from() != checked + 1) {
                return bad(Math.min(group.from(), checked + 1), "the batches do not follow on each other");
            }
            HashChain chain = new HashChain(hash, group.from(), group.to() - group.from() + 1);
            for (long seq = group.from(); seq <= group.to(); seq++) {
                if (!rows.next(row)) {
                    return bad(seq, "the event is missing");
                }
                long found = row.number(BinaryRow.SEQ);
                if (found != seq) {
                    return bad(Math.min(seq, found), "the event is missing");
                }
                if (chain.add(row) != row.number(BinaryRow.CHECKSUM)) {
                    return bad(seq, "the event is not as it was recorded");
                }
                checked++;
                if (checked % PROGRESS_ROWS == 0) {
                    progress.accept(checked);
                }
            }
            hash = chain.finish();
            return Arrays.equals(hash, group.hash())
                    ? null
                    : bad(group.from(), "the hash of the batch up to seq " + group.to() + " is wrong");
        }

        private Report bad(long seq, String finding) {
            return new Report(checked, OptionalLong.of(seq), finding);
        }
    }
}
