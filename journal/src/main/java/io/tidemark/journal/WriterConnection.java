package io.tidemark.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer's own connection. Opening one takes the head's lock and raises the epoch: every older session has then
 * either committed or can commit nothing any more, so the head that was read is the truth. Not thread-safe.
 */
final class WriterConnection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WriterConnection.class);
    private static final Executor DIRECT = Runnable::run;

    /**
     * A node that stops within a request, after what takes the head and before what commits, is not idle to the database.
     * From version 17 on that too can be bounded; the node itself has given up by then.
     */
    private static final String END_UNFINISHED =
            "select set_config(name, ?, false) from pg_settings where name = 'transaction_timeout'";

    private static final String FORGET_UNFINISHED =
            "select set_config(name, reset_val, false) from pg_settings where name = 'transaction_timeout'";

    private static final String TAKE_OVER =
            "update journal.head set epoch = epoch + 1 returning seq, hash, recorded_at, epoch";

    private static final String LOCK_HEAD = "select seq, hash, recorded_at, epoch from journal.head for update";

    private static final String APPEND = """
            with head as (
                update journal.head set seq = ?, hash = ?, recorded_at = ? where seq = ? and epoch = ? returning seq
            ), batch as (
                insert into journal.batch (seq_from, seq_to, hash) select ?, ?, ? from head
            )
            insert into journal.event (seq, stream_id, stream_seq, stream_type, event_id, event_type, revision,
                                       recorded_at, payload, metadata, ref, fingerprint, message_size, checksum)
            select e.* from head cross join unnest(?::bigint[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[],
                ?::text[], ?::bigint[], ?::bytea[], ?::bytea[], ?::text[], ?::bytea[], ?::integer[], ?::integer[]) as e
            """;

    private static final String HASH_AT = "select hash from journal.batch where seq_to = ?";

    private static final String KNOWN_REFS = "select ref from journal.event where ref = any(?)";

    private static final String TAKEN_POSITIONS = """
            select w.stream_id from unnest(?::text[], ?::bigint[]) as w (stream_id, stream_seq)
            where exists (select from journal.event e
                          where e.stream_id = w.stream_id and e.stream_seq = w.stream_seq)
            """;

    private final Connection connection;
    private JournalHead head;

    private WriterConnection(Connection connection, JournalHead head) {
        this.connection = connection;
        this.head = head;
    }

    static WriterConnection open(DataSource dataSource, JournalSettings settings) throws SQLException {
        Connection connection = dataSource.getConnection();
        try {
            connection.setAutoCommit(true);
            // Conditional updates must wait for the row they compete for and look at it again, not fail.
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setNetworkTimeout(
                    DIRECT, Math.toIntExact(settings.socketTimeout().toMillis()));
            try (Statement statement = connection.createStatement()) {
                statement.execute("set idle_in_transaction_session_timeout = "
                        + settings.idleInTransaction().toMillis());
                statement.execute("set application_name = 'tidemark journal writer'");
                try (PreparedStatement unfinished = connection.prepareStatement(END_UNFINISHED)) {
                    unfinished.setString(
                            1, Long.toString(settings.socketTimeout().toMillis()));
                    unfinished.execute();
                }
                try (ResultSet row = statement.executeQuery(TAKE_OVER)) {
                    return new WriterConnection(connection, head(row));
                }
            }
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    JournalHead head() {
        return head;
    }

    /** Whether a group that was sent on an earlier connection was committed. */
    boolean isStored(GroupImage image) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(HASH_AT)) {
            statement.setLong(1, image.after().seq());
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        && Arrays.equals(row.getBytes(1), image.after().hash());
            }
        }
    }

    /**
     * Stores a group in one statement and one transaction, if the head is still the one that the group follows on.
     *
     * @return whether it did; if not, another node appended meanwhile and nothing was done
     */
    boolean append(GroupImage image) throws SQLException {
        if (!insert(image)) {
            return false;
        }
        head = image.after();
        return true;
    }

    /**
     * Takes the head's lock, so that no other node can come between, lays the group out and stores it.
     *
     * @param layout makes the image of the group for a head
     */
    GroupImage appendLocked(Layout layout) throws SQLException {
        connection.setAutoCommit(false);
        GroupImage image;
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery(LOCK_HEAD)) {
                head = head(row);
            }
            image = layout.after(head);
            if (!insert(image)) {
                throw new SQLException("the journal's head changed under its lock");
            }
            connection.commit();
        } catch (SQLException e) {
            rollbackQuietly(e);
            throw e;
        }
        connection.setAutoCommit(true);
        head = image.after();
        return image;
    }

    /** The appends of a group that the journal has no place for: their ref or their position is taken. */
    Set<AppendRequest> conflicting(List<AppendRequest> group) throws SQLException {
        Set<String> refs = known(group);
        Set<String> streams = taken(group);
        Set<AppendRequest> conflicting = new HashSet<>();
        Set<String> refsOfGroup = new HashSet<>();
        for (AppendRequest request : group) {
            MessageClaim claim = request.claim();
            boolean positionTaken = request.rows().stream().anyMatch(row -> streams.contains(row.streamId()));
            // An append that fails anyway leaves its ref to the next one.
            if (positionTaken || (claim != null && (refs.contains(claim.ref()) || !refsOfGroup.add(claim.ref())))) {
                conflicting.add(request);
            }
        }
        return conflicting;
    }

    private Set<String> known(List<AppendRequest> group) throws SQLException {
        String[] refs = group.stream()
                .map(AppendRequest::claim)
                .filter(claim -> claim != null)
                .map(claim -> claim == null ? "" : claim.ref())
                .toArray(String[]::new);
        try (PreparedStatement statement = connection.prepareStatement(KNOWN_REFS)) {
            statement.setArray(1, connection.createArrayOf("text", refs));
            return firstColumn(statement);
        }
    }

    private Set<String> taken(List<AppendRequest> group) throws SQLException {
        List<EventRow> rows =
                group.stream().flatMap(request -> request.rows().stream()).toList();
        try (PreparedStatement statement = connection.prepareStatement(TAKEN_POSITIONS)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text", rows.stream().map(EventRow::streamId).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "bigint", rows.stream().map(EventRow::streamSeq).toArray()));
            return firstColumn(statement);
        }
    }

    private static Set<String> firstColumn(PreparedStatement statement) throws SQLException {
        Set<String> values = new HashSet<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    private boolean insert(GroupImage image) throws SQLException {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        try (PreparedStatement statement = connection.prepareStatement(APPEND)) {
            JournalHead after = image.after();
            statement.setLong(1, after.seq());
            statement.setBytes(2, after.hash());
            statement.setLong(3, after.recordedAtMicros());
            statement.setLong(4, image.before().seq());
            statement.setLong(5, image.before().epoch());
            statement.setLong(6, image.before().seq() + 1);
            statement.setLong(7, after.seq());
            statement.setBytes(8, after.hash());
            int parameter = 9;
            for (Object[] column : image.columns()) {
                statement.setArray(parameter++, postgres.createArrayOf((String) column[0], column[1]));
            }
            int inserted = statement.executeUpdate();
            if (inserted != 0 && inserted != image.rows()) {
                throw new IllegalStateException("stored " + inserted + " of " + image.rows() + " rows of a group");
            }
            return inserted != 0;
        }
    }

    private static JournalHead head(ResultSet row) throws SQLException {
        if (!row.next()) {
            throw new SQLException("journal.head has no row: the schema is damaged");
        }
        return new JournalHead(row.getLong(1), row.getBytes(2), row.getLong(3), row.getLong(4));
    }

    private void rollbackQuietly(SQLException cause) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** Gives a sound session back to where it came from. */
    void release() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("reset idle_in_transaction_session_timeout");
            statement.execute("reset application_name");
            statement.execute(FORGET_UNFINISHED);
        }
        connection.close();
    }

    /** Ends a session that is broken or may be; whatever it may still do is fenced off by the epoch. */
    @Override
    public void close() {
        try (Connection given = connection) {
            given.abort(DIRECT);
        } catch (SQLException e) {
            LOG.debug("a broken session could not be ended in order", e);
        }
    }

    /** Lays a group out after a head. */
    interface Layout {
        GroupImage after(JournalHead head);
    }
}
