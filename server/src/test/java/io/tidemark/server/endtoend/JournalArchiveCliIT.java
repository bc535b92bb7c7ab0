package io.tidemark.server.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.server.cli.Terminal;
import io.tidemark.server.cli.TidemarkCli;
import io.tidemark.testkit.LedgerInvariants;
import io.tidemark.testkit.TestPostgres;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import tools.jackson.databind.JsonNode;

/** The commands on whole journals, as a user types them, on real databases. */
class JournalArchiveCliIT {

    private static final List<String> ACCOUNTS =
            IntStream.range(0, 10).mapToObj(i -> "account-" + i).toList();

    @TempDir
    private Path directory;

    private String out = "";
    private String err = "";
    private byte[] bytes = {};

    @Test
    void a_ledger_that_is_exported_and_imported_is_the_same_ledger_and_goes_on() throws Exception {
        Path first = directory.resolve("first");
        Path file = directory.resolve("journal.ndjson");
        JsonNode head;
        List<JsonNode> balances;
        try (LedgerServer server = LedgerServer.startEmbedded(first)) {
            move(server.http());
            head = server.http().get("/v1/journal/head");
            balances = balances(server.http(), head.path("seq").asLong());

            // Beside the server, which has the data directory.
            assertThat(run("", "journal", "verify", "--data", first.toString()))
                    .as(err)
                    .isZero();
            assertThat(out)
                    .startsWith("the journal is as it was recorded, "
                            + head.path("seq").asLong() + " events in ");
            assertThat(run("", "journal", "export", file.toString(), "--data", first.toString()))
                    .as(err)
                    .isZero();
            assertThat(out).endsWith(head.path("hash").asString() + System.lineSeparator());
        }
        // And without one, to standard output.
        assertThat(run("", "journal", "export", "-", "--data", first.toString()))
                .as(err)
                .isZero();
        assertThat(bytes).isEqualTo(Files.readAllBytes(file));
        assertThat(out).isEmpty();

        Path second = directory.resolve("second");
        assertThat(run("", "journal", "import", file.toString(), "--data", second.toString()))
                .as(err)
                .isZero();
        assertThat(out).endsWith(head.path("hash").asString() + System.lineSeparator());
        assertThat(run("", "verify", "--data", second.toString())).as(err).isZero();
        assertThat(run("", "journal", "import", file.toString(), "--data", second.toString()))
                .isEqualTo(1);
        assertThat(err).contains("there is a journal already");
        try (LedgerServer server = LedgerServer.startEmbedded(second)) {
            assertThat(server.http().get("/v1/journal/head")).isEqualTo(head);
            assertThat(balances(server.http(), head.path("seq").asLong())).isEqualTo(balances);
            assertThat(server.http().post("/v1/grants", grant(3)).status())
                    .as("a ref that was recorded there is known here")
                    .isEqualTo(200);
            assertThat(server.http().post("/v1/grants", grant(1000)).status()).isEqualTo(201);
            server.checkInvariants();
        }
    }

    @Test
    void a_line_that_was_changed_removed_or_swapped_is_refused_and_nothing_is_there_afterwards() throws Exception {
        PGSimpleDataSource source = (PGSimpleDataSource) TestPostgres.emptyDatabase();
        try (LedgerServer server = LedgerServer.startOn(source)) {
            move(server.http());
            LedgerInvariants.awaitAndCheck(source, server.http().head());
        }
        assertThat(run("", onto(source, "journal", "export", "-"))).as(err).isZero();
        List<String> lines = new String(bytes, UTF_8).lines().toList();
        PGSimpleDataSource target = (PGSimpleDataSource) TestPostgres.emptyDatabase();
        int line = IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).startsWith("{\"seq\":7,"))
                .findFirst()
                .orElseThrow();
        int next = IntStream.range(line + 1, lines.size())
                .filter(i -> lines.get(i).startsWith("{\"seq\":8,"))
                .findFirst()
                .orElseThrow();
        List<String> changed = new ArrayList<>(lines);
        changed.set(line, lines.get(line).replace("\"amount\":", "\"amount\":1"));
        List<String> removed = new ArrayList<>(lines);
        removed.remove(line);
        List<String> swapped = new ArrayList<>(lines);
        swapped.set(line, lines.get(next));
        swapped.set(next, lines.get(line));
        for (List<String> bad : List.of(changed, removed, swapped)) {
            assertThat(run(String.join("\n", bad) + "\n", onto(target, "journal", "import", "-")))
                    .isEqualTo(1);
            assertThat(err).contains("seq 7: ", "nothing was imported");
            assertThat(run("", onto(target, "verify"))).isZero();
            assertThat(out).startsWith("the journal is as it was recorded, 0 events");
        }
        assertThat(run(String.join("\n", lines) + "\n", onto(target, "journal", "import", "-")))
                .as(err)
                .isZero();
    }

    @Test
    void verify_names_a_changed_byte() throws Exception {
        PGSimpleDataSource database = (PGSimpleDataSource) TestPostgres.emptyDatabase();
        try (LedgerServer server = LedgerServer.startOn(database)) {
            move(server.http());
            tamper(database);
            assertThat(run("", onto(database, "verify"))).isEqualTo(1);
            assertThat(out.strip()).isEqualTo("seq 5: the event is not as it was recorded");
            assertThat(run("", "verify", "--url", server.url().toString())).isEqualTo(1);
            assertThat(out.strip()).isEqualTo("seq 5: the event is not as it was recorded");
        }
    }

    private static void tamper(PGSimpleDataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica; update journal.event set payload ="
                    + " set_byte(payload, 9, get_byte(payload, 9) # 1) where seq = 5");
        }
    }

    private static void move(LedgerHttp http) {
        for (int i = 0; i < 40; i++) {
            assertThat(http.post("/v1/grants", grant(i)).status()).isEqualTo(201);
            String ref = "transfer ä\u2028 " + i;
            String to = Bodies.to(ACCOUNTS.get((i + 1) % 10), 10);
            assertThat(http.post("/v1/transfers", Bodies.transfer(ref.replace(' ', '-'), ACCOUNTS.get(i % 10), to))
                            .status())
                    .isEqualTo(201);
        }
    }

    private static String grant(int number) {
        return Bodies.grant("grant-" + number, Bodies.item(ACCOUNTS.get(number % 10), 100));
    }

    private static List<JsonNode> balances(LedgerHttp http, long seq) {
        return ACCOUNTS.stream()
                .map(account -> http.get(LedgerHttp.account(account, "lots?include=all&min_seq=" + seq)))
                .toList();
    }

    private static String[] onto(PGSimpleDataSource database, String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--database-url", database.getURL(), "--database-user", String.valueOf(database.getUser())));
        all.addAll(List.of("--database-password", String.valueOf(database.getPassword())));
        return all.toArray(String[]::new);
    }

    private int run(String input, String... command) {
        StringWriter outText = new StringWriter();
        StringWriter errText = new StringWriter();
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(input.getBytes(UTF_8)),
                new PrintWriter(outText),
                outBytes,
                new PrintWriter(errText),
                false,
                80,
                "tidemark");
        int code = TidemarkCli.run(command, terminal, Map.of());
        out = outText.toString();
        err = errText.toString();
        bytes = outBytes.toByteArray();
        return code;
    }
}
