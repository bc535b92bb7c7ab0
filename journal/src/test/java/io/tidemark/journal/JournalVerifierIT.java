package io.tidemark.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.serialization.Revision;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way to tamper with one row is found, at the row. */
class JournalVerifierIT {

    private static final int MESSAGES = 12;
    private static final int EVENTS_EACH = 4;
    private static final int LAST = MESSAGES * EVENTS_EACH;

    private static JournalFixture journal;

    @BeforeAll
    static void record() throws SQLException {
        journal = new JournalFixture();
        for (int message = 0; message < MESSAGES; message++) {
            journal.appendMessage("m-" + message, "00112233445566778899aabbccddeeff", events("stream-" + message));
        }
        // Nothing but the chain is to find it.
        execute("alter table journal.event drop constraint event_stream_key,"
                + " drop constraint event_message_size_check");
        execute("drop index journal.event_ref_key");
        execute("create table kept_event as table journal.event");
        execute("create table kept_batch as table journal.batch");
        execute("create table kept_head as table journal.head");
    }

    /** Every column has something in it somewhere. */
    private static List<DomainEventMessage<Noted>> events(String stream) {
        return IntStream.range(0, EVENTS_EACH)
                .<DomainEventMessage<Noted>>mapToObj(position -> new GenericDomainEventMessage<>(
                        "Test",
                        stream,
                        position,
                        new Noted("ä" + position),
                        position % 2 == 0 ? Map.of() : Map.of("trace", stream)))
                .toList();
    }

    @Revision("1")
    private record Noted(String text) {}

    @AfterAll
    static void close() {
        journal.close();
    }

    @BeforeEach
    void restore() throws SQLException {
        tamper("delete from journal.event");
        tamper("insert into journal.event select * from kept_event");
        tamper("delete from journal.batch");
        tamper("insert into journal.batch select * from kept_batch");
        tamper("delete from journal.head");
        tamper("insert into journal.head select * from kept_head");
        assertThat(verify().isOk()).isTrue();
    }

    private static void restoreRow(long seq) throws SQLException {
        tamper("delete from journal.event where seq = " + seq);
        tamper("insert into journal.event select * from kept_event where seq = " + seq);
    }

    @Test
    void a_journal_that_nobody_touched_is_sound_and_counted() {
        assertThat(verify()).isEqualTo(new JournalVerifier.Report(LAST, OptionalLong.empty(), null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stream_id = stream_id || 'x'",
                "stream_seq = stream_seq + 100",
                "stream_type = null",
                "stream_type = 'Tess'",
                "event_id = 'other'",
                "event_type = 'other'",
                "revision = 'other'",
                "recorded_at = recorded_at + 1",
                "payload = set_byte(payload, 0, get_byte(payload, 0) # 1)",
                "payload = set_byte(payload, length(payload) - 1, get_byte(payload, length(payload) - 1) # 128)",
                "metadata = 'x'",
                "metadata = ''",
                "checksum = checksum # 1"
            })
    void a_changed_column_is_found_at_its_row(String change) throws SQLException {
        for (int seq : new int[] {1, 2, 23, LAST}) {
            restore();
            tamper("update journal.event set " + change + " where seq = " + seq);
            assertThat(verify().firstBadSeq()).as(change + " at seq " + seq).hasValue(seq);
        }
    }

    @ParameterizedTest
    @CsvSource({"ref = 'other',1", "fingerprint = '\\x00',5", "message_size = 3,45"})
    void a_changed_column_of_a_messages_first_row_is_found(String change, long seq) throws SQLException {
        tamper("update journal.event set " + change + " where seq = " + seq);
        assertThat(verify().firstBadSeq()).hasValue(seq);
    }

    @ParameterizedTest
    @CsvSource({
        "stream_id,21",
        "stream_type,21",
        "event_id,21",
        "event_type,21",
        "revision,21",
        "payload,21",
        "metadata,22",
        "ref,21",
        "fingerprint,21"
    })
    void any_one_byte_that_is_changed_is_found_at_its_row(String column, long seq) throws SQLException {
        boolean text = !Set.of("payload", "metadata", "fingerprint").contains(column);
        String bytes = text ? "convert_to(" + column + ", 'UTF8')" : column;
        long length = number("select length(" + bytes + ") from journal.event where seq = " + seq);
        for (int i = 0; i < length; i++) {
            String changed = "set_byte(" + bytes + ", " + i + ", get_byte(" + bytes + ", " + i + ") # 1)";
            String value = text ? "convert_from(" + changed + ", 'UTF8')" : changed;
            tamper("update journal.event set " + column + " = " + value + " where seq = " + seq);
            assertThat(verify().firstBadSeq()).as("byte %d of %s", i, column).hasValue(seq);
            restoreRow(seq);
        }
    }

    @ParameterizedTest
    @CsvSource({"stream_seq,62", "recorded_at,63", "message_size,30", "checksum,31"})
    void any_one_bit_of_a_number_that_is_changed_is_found_at_its_row(String column, int bits) throws SQLException {
        String type = bits > 31 ? "bigint" : "integer";
        for (int bit = 0; bit < bits; bit++) {
            tamper("update journal.event set " + column + " = " + column + " # (1::" + type + " << " + bit
                    + ") where seq = 21");
            assertThat(verify().firstBadSeq()).as("bit %d of %s", bit, column).hasValue(21);
            restoreRow(21);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 24, LAST})
    void a_removed_row_is_found(long seq) throws SQLException {
        tamper("delete from journal.event where seq = " + seq);
        assertThat(verify().firstBadSeq()).hasValue(seq);
    }

    @Test
    void a_removed_row_whose_followers_moved_up_is_found() throws SQLException {
        tamper("delete from journal.event where seq = 24");
        for (int seq = 25; seq <= LAST; seq++) {
            tamper("update journal.event set seq = seq - 1 where seq = " + seq);
        }
        assertThat(verify().firstBadSeq()).hasValue(24);
    }

    @ParameterizedTest
    @CsvSource({"10,30", "22,23", "1,48"})
    void two_swapped_rows_are_found_at_the_first(long first, long second) throws SQLException {
        tamper("update journal.event set seq = 1000 where seq = " + first);
        tamper("update journal.event set seq = " + first + " where seq = " + second);
        tamper("update journal.event set seq = " + second + " where seq = 1000");
        assertThat(verify().firstBadSeq()).hasValue(first);
    }

    @Test
    void two_swapped_groups_are_found_at_the_first() throws SQLException {
        tamper("update journal.batch b set hash = k.hash from kept_batch k"
                + " where b.seq_to in (8, 12) and k.seq_to = 20 - b.seq_to");
        assertThat(verify().firstBadSeq()).hasValue(5);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0})
    void a_row_before_the_first_is_found(long seq) throws SQLException {
        tamper(insertion(seq));
        assertThat(verify().firstBadSeq()).hasValue(seq);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 24, LAST})
    void an_inserted_row_whose_followers_moved_on_is_found(long seq) throws SQLException {
        for (long follower = LAST; follower >= seq; follower--) {
            tamper("update journal.event set seq = seq + 1 where seq = " + follower);
        }
        tamper(insertion(seq));
        assertThat(verify().firstBadSeq()).hasValue(seq);
    }

    @Test
    void a_row_more_than_was_recorded_is_found() throws SQLException {
        tamper(insertion(LAST + 1));
        assertThat(verify().firstBadSeq()).hasValue(LAST + 1L);
    }

    /** A copy of another row, as well made as it can be without the chain. */
    private static String insertion(long seq) {
        return "insert into journal.event (seq, stream_id, stream_seq, stream_type, event_id, event_type, revision,"
                + " recorded_at, payload, metadata, checksum) select " + seq + ", 'extra', 0, stream_type, 'extra',"
                + " event_type, revision, recorded_at, payload, metadata, checksum from kept_event where seq = 2";
    }

    @ParameterizedTest
    @CsvSource({
        "update journal.batch set seq_from = 6 where seq_to = 8,5",
        "update journal.batch set seq_from = 4 where seq_to = 8,4",
        "update journal.batch set seq_to = 9 where seq_to = 8,5",
        "delete from journal.batch where seq_to = 4,1",
        "delete from journal.batch where seq_to = 8,5",
        "delete from journal.batch where seq_to = 48,45",
        "delete from journal.batch,1",
        "'insert into journal.batch select 52, 49, hash from kept_batch where seq_to = 48',49",
        "delete from journal.event,1",
        "update journal.head set seq = 47,49",
        "update journal.head set seq = 49,49",
        "delete from journal.head,49"
    })
    void a_group_or_head_that_does_not_fit_is_found(String change, long firstBad) throws SQLException {
        tamper(change);
        assertThat(verify().firstBadSeq()).hasValue(firstBad);
    }

    @Test
    void a_row_whose_checksum_was_mended_is_found_by_the_hash_of_its_batch() throws SQLException {
        tamper("update journal.event e set payload = f.payload, checksum = f.checksum, event_id = f.event_id,"
                + " stream_id = f.stream_id || 'x' from journal.event f where e.seq = 6 and f.seq = 7");
        assertThat(verify().isOk()).isFalse();
    }

    @Test
    void a_changed_batch_and_a_changed_head_are_found() throws SQLException {
        tamper("update journal.batch set hash = set_byte(hash, 3, get_byte(hash, 3) # 4) where seq_to = 8");
        assertThat(verify().firstBadSeq()).hasValue(5);
        restore();
        tamper("update journal.head set hash = set_byte(hash, 3, get_byte(hash, 3) # 4)");
        assertThat(verify().firstBadSeq()).hasValue(LAST);
    }

    @Test
    void a_tail_that_was_cut_off_is_found_by_the_head() throws SQLException {
        tamper("delete from journal.event where seq > 44");
        tamper("delete from journal.batch where seq_to > 44");
        assertThat(verify().firstBadSeq()).hasValue(45);
    }

    private static JournalVerifier.Report verify() {
        return new JournalVerifier(journal.dataSource).verify(checked -> {});
    }

    /** As the owner who switches the triggers off first. */
    private static void tamper(String sql) throws SQLException {
        execute("set synchronous_commit = off; set session_replication_role = replica; " + sql
                + "; set session_replication_role = origin");
    }

    private static long number(String query) throws SQLException {
        try (Connection connection = journal.dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = journal.dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
