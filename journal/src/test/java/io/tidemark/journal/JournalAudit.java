package io.tidemark.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Checks what must hold in every journal at every moment, from its rows alone: shares no code with the journal. The
 * encoding of the chain is written down in {@link HashChain}.
 */
final class JournalAudit {

    private static final String EVENTS = """
            select seq, stream_id, stream_seq, stream_type, event_id, event_type, revision, recorded_at, payload,
                   metadata, ref, fingerprint, message_size, checksum
            from journal.event order by seq
            """;

    private final List<byte[]> rows = new ArrayList<>();
    private final Map<String, Long> ends = new HashMap<>();
    private final Set<String> refs = new HashSet<>();
    private long lastRecordedAt;

    private JournalAudit() {}

    /** Checks all, and returns how many events there are. The database must be at rest. */
    static long assertSound(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            JournalAudit audit = new JournalAudit();
            try (ResultSet row = statement.executeQuery(EVENTS)) {
                while (row.next()) {
                    audit.event(row);
                }
            }
            audit.batches(connection);
            return audit.rows.size();
        } catch (SQLException | IOException | GeneralSecurityException e) {
            throw new AssertionError("the journal cannot be audited", e);
        }
    }

    private void event(ResultSet row) throws SQLException, IOException {
        assertThat(row.getLong("seq")).as("seqs have no gap").isEqualTo(rows.size() + 1);
        assertThat(row.getLong("recorded_at"))
                .as("recorded_at of seq %d", row.getLong("seq"))
                .isGreaterThanOrEqualTo(lastRecordedAt);
        lastRecordedAt = row.getLong("recorded_at");
        String stream = row.getString("stream_id");
        Long end = ends.put(stream, row.getLong("stream_seq"));
        if (end != null) {
            assertThat(row.getLong("stream_seq")).as("positions of %s", stream).isEqualTo(end + 1);
        }
        if (row.getString("ref") != null) {
            assertThat(refs.add(row.getString("ref"))).as("one message a ref").isTrue();
        }
        byte[] encoded = encoded(row);
        assertThat(row.getInt("checksum"))
                .as("checksum of seq %d", rows.size() + 1)
                .isEqualTo(checksum(encoded));
        rows.add(encoded);
    }

    private int checksum(byte[] encoded) {
        CRC32C crc = new CRC32C();
        crc.update(encoded);
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(rows.size() + 1L).flip());
        return (int) crc.getValue();
    }

    private static byte[] encoded(ResultSet row) throws SQLException, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(row.getLong("stream_seq"));
        out.writeLong(row.getLong("recorded_at"));
        for (String column : new String[] {"stream_id", "stream_type", "event_id", "event_type", "revision"}) {
            write(out, utf8(row.getString(column)));
        }
        write(out, row.getBytes("payload"));
        write(out, row.getBytes("metadata"));
        write(out, utf8(row.getString("ref")));
        write(out, row.getBytes("fingerprint"));
        out.writeLong(row.getInt("message_size"));
        out.writeLong(0);
        return bytes.toByteArray();
    }

    private static byte @Nullable [] utf8(@Nullable String text) {
        return text == null ? null : text.getBytes(UTF_8);
    }

    private static void write(DataOutputStream out, byte @Nullable [] bytes) throws IOException {
        if (bytes == null) {
            out.writeInt(-1);
        } else {
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    private void batches(Connection connection) throws SQLException, GeneralSecurityException, IOException {
        byte[] hash = new byte[32];
        long last = 0;
        try (Statement statement = connection.createStatement()) {
            try (ResultSet batch =
                    statement.executeQuery("select seq_from, seq_to, hash from journal.batch order by seq_to")) {
                while (batch.next()) {
                    assertThat(batch.getLong(1)).as("batches tile the journal").isEqualTo(last + 1);
                    last = batch.getLong(2);
                    hash = chained(hash, batch.getLong(1), last);
                    assertThat(batch.getBytes(3)).as("hash up to seq %d", last).isEqualTo(hash);
                }
            }
            assertThat(last).as("the batches cover all events").isEqualTo(rows.size());
            try (ResultSet head = statement.executeQuery("select seq, hash, recorded_at from journal.head")) {
                assertThat(head.next()).isTrue();
                assertThat(head.getLong(1)).isEqualTo(last);
                assertThat(head.getBytes(2)).isEqualTo(hash);
                assertThat(head.getLong(3)).isEqualTo(lastRecordedAt);
            }
        }
    }

    private byte[] chained(byte[] previous, long from, long to) throws GeneralSecurityException, IOException {
        ByteArrayOutputStream start = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(start);
        out.write("tidemark/journal/1".getBytes(UTF_8));
        out.write(previous);
        out.writeLong(from);
        out.writeLong(to - from + 1);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(start.toByteArray());
        for (long seq = from; seq <= to; seq++) {
            digest.update(rows.get(Math.toIntExact(seq - 1)));
        }
        return digest.digest();
    }
}
