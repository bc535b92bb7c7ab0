package io.tidemark.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;
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
            journal.appendMessage(
                    "m-" + message,
                    "00112233445566778899aabbccddeeff",
                    JournalFixture.events("stream-" + message, 0, EVENTS_EACH));
        }
        execute("create table kept_event as table journal.event");
        execute("create table kept_batch as table journal.batch");
        execute("create table kept_head as table journal.head");
    }

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
        tamper("update journal.head h set seq = k.seq, hash = k.hash from kept_head k");
        assertThat(verify().isOk()).isTrue();
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

    @Test
    void two_swapped_rows_are_found_at_the_first() throws SQLException {
        tamper("update journal.event set seq = 1000 where seq = 10");
        tamper("update journal.event set seq = 10 where seq = 30");
        tamper("update journal.event set seq = 30 where seq = 1000");
        assertThat(verify().firstBadSeq()).hasValue(10);
    }

    @Test
    void a_row_more_than_was_recorded_is_found() throws SQLException {
        tamper("insert into journal.event select " + (LAST + 1)
                + ", 'extra', 0, stream_type, 'extra', event_type, revision, recorded_at, payload, metadata,"
                + " null, null, null, checksum from journal.event where seq = 2");
        assertThat(verify().firstBadSeq()).hasValue(LAST + 1L);
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
        execute("set session_replication_role = replica; " + sql + "; set session_replication_role = origin");
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = journal.dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
