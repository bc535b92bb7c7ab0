package io.tidemark.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what is stored of groups, page by page, and the head. For one connection; not thread-safe. */
final class StoredGroups {

    /** Groups that are fetched at a time. */
    private static final int FETCHED_GROUPS = 20_000;

    /** Rows that the groups of a page have together, unless the page is one group: worth a query, and soon read. */
    private static final long PAGE_ROWS = 100_000;

    private static final String FIRST_PAGE = "select seq_from, seq_to, hash from journal.batch order by seq_to limit ?";

    private static final String NEXT_PAGE =
            "select seq_from, seq_to, hash from journal.batch where seq_to > ? order by seq_to limit ?";

    private static final String HEAD = "select seq, hash from journal.head";

    private final Connection connection;
    private final ArrayDeque<Group> fetched = new ArrayDeque<>();
    private @Nullable Long after;

    /** Groups from the first on, as a connection's transaction sees them. */
    StoredGroups(Connection connection) {
        this.connection = connection;
    }

    /** The next groups in order; none after the last. */
    List<Group> nextPage() throws SQLException {
        if (fetched.isEmpty()) {
            fetch();
        }
        List<Group> page = new ArrayList<>();
        long rows = 0;
        while (!fetched.isEmpty() && rows < PAGE_ROWS) {
            Group group = fetched.removeFirst();
            page.add(group);
            rows += group.to() - group.from() + 1;
        }
        return page;
    }

    private void fetch() throws SQLException {
        Long last = after;
        try (PreparedStatement statement = connection.prepareStatement(last == null ? FIRST_PAGE : NEXT_PAGE)) {
            int parameter = 1;
            if (last != null) {
                statement.setLong(parameter++, last);
            }
            statement.setInt(parameter, FETCHED_GROUPS);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    fetched.add(new Group(rows.getLong(1), rows.getLong(2), rows.getBytes(3)));
                }
            }
        }
        if (!fetched.isEmpty()) {
            after = fetched.getLast().to();
        }
    }

    /** The head; {@code null} if it is missing. */
    @Nullable
    Head head() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(HEAD);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? new Head(row.getLong(1), row.getBytes(2)) : null;
        }
    }

    /**
     * A group as it is recorded.
     *
     * @param from its first seq
     * @param to its last seq
     * @param hash the chain's hash after it
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared and never changed.
    record Group(long from, long to, byte[] hash) {}

    /**
     * The head as it is recorded.
     *
     * @param seq the last seq
     * @param hash the chain's hash up to it
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared and never changed.
    record Head(long seq, byte[] hash) {}
}
