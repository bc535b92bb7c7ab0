package io.tidemark.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.journal.JournalImport.Outcome;
import io.tidemark.testkit.TestPostgres;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is exported and imported is the same journal; what was changed on the way is not imported. */
class JournalArchiveIT {

    private static final DataSource SOURCE = TestPostgres.migratedDatabase();
    private static final String ODD = "ä€𝄞\u0001\n\r\t\"\\\u007f\u2028";
    private static final String FINGERPRINT = "00112233445566778899aabbccddeeff";

    private static byte[] file;
    private static JournalExport.Extent extent;

    @BeforeAll
    static void export() throws Exception {
        try (JournalFixture node = new JournalFixture(SOURCE, JournalSettings.DEFAULT)) {
            node.appendMessage("m-1", FINGERPRINT, JournalFixture.events("one", 0, 3));
            node.appendMessage("ref " + ODD, "00", JournalFixture.events(ODD, 0, 2));
            node.engine.appendEvents(List.of(
                    new GenericEventMessage<>("free"),
                    new GenericDomainEventMessage<>("Type " + ODD, "two", 0, ODD, Map.of("key " + ODD, ODD))));
            appendOneGroup(node);
        }
        appendOddPayloads();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        extent = new JournalExport(SOURCE).write(out, written -> {});
        file = out.toByteArray();
    }

    /** Appends of many callers that the writer stores together. */
    private static void appendOneGroup(JournalFixture node) {
        List<CompletableFuture<Long>> appends = new ArrayList<>();
        try (HeadLock head = new HeadLock(SOURCE)) {
            appends.add(head.blockWriter(node));
            for (int i = 0; i < 8; i++) {
                int caller = i;
                appends.add(Await.started(() -> node.appendNext("grouped-" + caller, 2)));
            }
            Await.until("all wait", () -> node.engine.waitingAppends() == 8);
        }
        Await.all(appends);
    }

    /** What no serializer of ours makes, and a user's might. */
    private static void appendOddPayloads() throws SQLException {
        WriterConnection writer = WriterConnection.open(SOURCE, JournalSettings.DEFAULT);
        byte[][] payloads = {
            {},
            {0, -1, -128, 127},
            "null".getBytes(UTF_8),
            " {}".getBytes(UTF_8),
            "{\n}".getBytes(UTF_8),
            "{\"a\": 1.0, \"\\u00e4\": \"ä\"}".getBytes(UTF_8),
            "no json".getBytes(UTF_8),
            new byte[100_000],
            ("\"" + "x".repeat(200_000) + "\"").getBytes(UTF_8)
        };
        for (int i = 0; i < payloads.length; i++) {
            EventRow row = new EventRow(
                    "odd", i, "Test", "odd-" + i, "t", "", i, payloads[i], payloads[payloads.length - 1 - i], null);
            GroupImage image = new GroupImage(List.of(Appends.of(List.of(row), Set.of())), writer.head(), i);
            assertThat(writer.append(image)).isTrue();
        }
        writer.close();
    }

    @Test
    void what_is_imported_has_the_same_rows_the_same_groups_and_the_same_head() throws Exception {
        DataSource target = TestPostgres.migratedDatabase();

        assertThat(read(target, file)).isEqualTo(new Outcome.Imported(extent.events(), extent.hash()));

        for (String rows : List.of(
                "select * from journal.event order by seq",
                "select * from journal.batch order by seq_to",
                "select seq, hash, recorded_at from journal.head")) {
            assertThat(rows(target, rows)).isEqualTo(rows(SOURCE, rows)).isNotEmpty();
        }
        assertThat(JournalAudit.assertSound(target)).isEqualTo(extent.seq());
        assertThat(new JournalVerifier(target).verify(checked -> {}).isOk()).isTrue();
        assertThat(exported(target)).isEqualTo(file);
    }

    @Test
    void an_imported_journal_goes_on_where_it_ended() throws Exception {
        DataSource target = TestPostgres.migratedDatabase();
        try (JournalFixture early = new JournalFixture(target, JournalSettings.DEFAULT)) {
            assertThat(early.engine.findMessage("m-1")).isEmpty();
            assertThat(read(target, file)).isInstanceOf(Outcome.Imported.class);
            assertThat(early.appendNext("one", 1)).isEqualTo(3);
            assertThat(early.stream("one")).containsExactly("one/0", "one/1", "one/2", "one/3");
            assertThat(early.engine.findMessage("m-1").orElseThrow().seqFrom()).isEqualTo(1);
        }
        assertThat(JournalAudit.assertSound(target)).isEqualTo(extent.seq() + 1);
    }

    @Test
    void a_journal_with_more_groups_than_are_held_at_a_time_is_imported_whole() throws Exception {
        DataSource source = TestPostgres.migratedDatabase();
        int groups = 20_500;
        execute(
                source,
                "alter database "
                        + rows(source, "select current_database()").getFirst().getFirst()
                        + " set synchronous_commit = off");
        WriterConnection writer = WriterConnection.open(source, JournalSettings.DEFAULT);
        for (int i = 0; i < groups; i++) {
            writer.append(new GroupImage(List.of(Appends.to("s", i, i + 1)), writer.head(), i));
        }
        writer.close();
        DataSource target = TestPostgres.migratedDatabase();

        assertThat(read(target, exported(source))).isInstanceOf(Outcome.Imported.class);
        assertThat(JournalAudit.assertSound(target)).isEqualTo(groups);
        assertThat(new JournalVerifier(target).verify(checked -> {}).checked()).isEqualTo(groups);
    }

    @Test
    void an_empty_journal_is_a_journal_too() throws Exception {
        byte[] empty = exported(TestPostgres.migratedDatabase());

        assertThat(new String(empty, UTF_8))
                .isEqualTo("{\"tidemark_journal\":1}\n{\"head\":{\"seq\":0,\"hash\":\"" + "00".repeat(32) + "\"}}\n");
        assertThat(read(TestPostgres.migratedDatabase(), empty)).isEqualTo(new Outcome.Imported(0, "00".repeat(32)));
    }

    @Test
    void payloads_that_are_json_can_be_read_in_the_file() {
        String text = new String(file, UTF_8);
        assertThat(text)
                .contains("\"payload\":\"one/0\"", "\"payload\":{\"a\": 1.0, \"\\u00e4\": \"ä\"}")
                .contains("\"payload_base64\":\"AP+Afw==\"");
        assertThat(text.lines().filter(line -> line.startsWith("{\"seq\":")).count())
                .isEqualTo(extent.events());
    }

    @Test
    void a_journal_that_is_not_empty_takes_nothing() throws Exception {
        DataSource target = TestPostgres.migratedDatabase();
        try (JournalFixture node = new JournalFixture(target, JournalSettings.DEFAULT)) {
            node.appendNext("mine", 1);
        }
        assertThat(read(target, file)).isEqualTo(new Outcome.NotEmpty());
        assertThat(JournalAudit.assertSound(target)).isEqualTo(1);
    }

    @Test
    void an_import_that_breaks_off_leaves_an_empty_journal_and_can_be_run_again() throws Exception {
        DataSource target = TestPostgres.migratedDatabase();
        InputStream broken = BreakingInput.failing(file, file.length / 2, "the disk is gone");
        assertThatThrownBy(() -> new JournalImport(target).read(broken, read -> {}))
                .hasMessage("the disk is gone");
        assertEmpty(target);

        InputStream ended = new BreakingInput(file, file.length / 2, () -> endImport(target));
        assertThatThrownBy(() -> new JournalImport(target).read(ended, read -> {}))
                .isInstanceOf(JournalUnavailableException.class);
        assertEmpty(target);
        assertThat(read(target, file)).isInstanceOf(Outcome.Imported.class);
    }

    /** As when the importing process is killed: its session ends. */
    private static void endImport(DataSource target) throws IOException {
        try {
            assertThat(rows(
                            target,
                            "select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname ="
                                    + " current_database() and application_name = 'tidemark journal import'"))
                    .containsExactly(List.of("t"));
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Test
    void a_line_that_was_changed_swapped_removed_or_doubled_is_refused_by_its_seq() throws Exception {
        DataSource target = TestPostgres.migratedDatabase();
        List<String> lines = new String(file, ISO_8859_1).lines().toList();
        List<String> swapped = new ArrayList<>(lines);
        int third = line(3);
        swapped.set(third, lines.get(third + 2));
        swapped.set(third + 2, lines.get(third));
        assertRefused(target, swapped, 3);
        List<String> removed = new ArrayList<>(lines);
        removed.remove(line(9));
        assertRefused(target, removed, 9);
        List<String> doubled = new ArrayList<>(lines);
        doubled.add(line(9), lines.get(line(9)));
        assertRefused(target, doubled, 10);
        List<String> changed = new ArrayList<>(lines);
        changed.set(line(2), lines.get(line(2)).replace("\"one/1\"", "\"one/7\""));
        assertRefused(target, changed, 2);
        assertRefused(target, lines.subList(0, lines.size() - 1), extent.seq() + 1);
        assertRefused(target, lines.subList(0, line(5)), 5);
        assertThat(read(target, file)).isInstanceOf(Outcome.Imported.class);
    }

    private static void assertRefused(DataSource target, List<String> lines, long firstBad) throws Exception {
        Outcome outcome = read(target, (String.join("\n", lines) + "\n").getBytes(ISO_8859_1));
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
            assertThat(refused.firstBadSeq()).as(refused.finding()).hasValue(firstBad);
            assertThat(refused.finding()).isNotBlank();
        });
        assertEmpty(target);
    }

    /** Index of the line of an event. */
    private static int line(long seq) {
        List<String> lines = new String(file, ISO_8859_1).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("{\"seq\":" + seq + ",")) {
                return i;
            }
        }
        throw new AssertionError("no line of seq " + seq);
    }

    @Test
    void a_file_of_something_else_is_refused_at_its_first_line() throws Exception {
        DataSource target = TestPostgres.migratedDatabase();
        for (String other : List.of("", "\n", "{\"kind\":\"grant\",\"ref\":\"g1\"}\n", "{\"tidemark_journal\":2}\n")) {
            assertThat(read(target, other.getBytes(UTF_8)))
                    .as(other)
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            refused -> assertThat(refused.line()).isEqualTo(1));
        }
        assertEmpty(target);
    }

    private static Outcome read(DataSource target, byte[] from) throws IOException {
        return new JournalImport(target).read(new ByteArrayInputStream(from), read -> {});
    }

    private static byte[] exported(DataSource source) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new JournalExport(source).write(out, written -> {});
        return out.toByteArray();
    }

    private static void assertEmpty(DataSource target) throws SQLException {
        assertThat(JournalAudit.assertSound(target)).isZero();
        assertThat(rows(target, "select 1 from journal.batch")).isEmpty();
    }

    private static void execute(DataSource target, String sql) throws SQLException {
        try (Connection connection = target.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<List<String>> rows(DataSource target, String query) throws SQLException {
        List<List<String>> found = new ArrayList<>();
        try (Connection connection = target.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    row.add(String.valueOf(rows.getString(column)));
                }
                found.add(row);
            }
        }
        return found;
    }
}
