package io.tidemark.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.server.cli.Terminal;
import io.tidemark.server.cli.TidemarkCli;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A file imported again changes nothing, whichever way it is imported and wherever the first import ended. */
class ImportTwiceIT {

    private static final JsonMapper JSON = new JsonMapper();

    /** A transfer that comes before the back-dated grant that would cover it. */
    private static final List<String> SHORT_AND_THEN_COVERED = List.of(
            grant("g1", "alice", 10),
            transfer("too-early", "alice", "bob", 50),
            grant("g2", "alice", 100),
            spend("never", "dave"),
            spend("never", "dave"));

    /** A transfer whose sender tried again after there was credit. */
    private static final List<String> TRIED_AGAIN = List.of(
            transfer("patient", "carol", "bob", 5), grant("g3", "carol", 5), transfer("patient", "carol", "bob", 5));

    @TempDir
    private Path directory;

    @Test
    void in_a_data_directory_over_http_and_after_restarts() throws Exception {
        Path file = file(wholeFile());
        String data = directory.resolve("data").toString();

        assertCounts(imported(file, "--data", data), 4, 0, 4, 0);
        List<JsonNode> state;
        try (LedgerServer server = LedgerServer.startEmbedded(Path.of(data))) {
            state = state(server);
            assertCounts(imported(file, "--url", server.url().toString()), 0, 5, 3, 3);
            assertThat(state(server)).isEqualTo(state);
        }
        assertCounts(imported(file, "--data", data), 0, 5, 3, 3);
        try (LedgerServer server = LedgerServer.startEmbedded(Path.of(data))) {
            assertThat(state(server)).isEqualTo(state);
            server.checkInvariants();
        }
    }

    @Test
    void a_message_that_is_sent_or_imported_for_another_try_is_judged_afresh() throws Exception {
        Path file = file(SHORT_AND_THEN_COVERED);
        try (LedgerServer server = LedgerServer.start()) {
            String url = server.url().toString();
            assertCounts(imported(file, "--url", url), 2, 0, 3, 0);

            assertCounts(imported(file, "--url", url, "--retry-refused"), 1, 2, 2, 0);
            assertThat(balance(server, "bob")).isEqualTo(50);
            assertCounts(imported(file, "--url", url), 0, 3, 2, 2);

            assertThat(server.http()
                            .post("/v1/spends", "{\"ref\":\"never\",\"items\":[{\"account\":\"alice\",\"amount\":1}]}")
                            .status())
                    .as("the ref is free")
                    .isEqualTo(201);
            assertCounts(imported(file, "--url", url), 0, 3, 2, 0);
            server.checkInvariants();
        }
    }

    @Test
    void an_import_that_was_broken_off_ends_where_a_whole_one_does() throws Exception {
        List<String> whole = wholeFile();
        try (LedgerServer server = LedgerServer.start()) {
            for (int lines = 1; lines <= whole.size(); lines++) {
                imported(file(whole.subList(0, lines)), "--url", server.url().toString());
            }

            assertThat(balance(server, "alice")).isEqualTo(110);
            assertThat(balance(server, "bob")).isEqualTo(5);
            server.checkInvariants();
        }
    }

    @Test
    void the_reference_data_set_in_a_data_directory() throws Exception {
        Path file = directory.resolve("aleph.ndjson");
        try (InputStream messages = AlephDataSet.messages()) {
            Files.copy(messages, file);
        }
        String[] options = {
            "--format",
            "aleph",
            "--issuer",
            AlephDataSet.ISSUER,
            "--data",
            directory.resolve("data").toString()
        };
        assertCounts(imported(file, options), 2865, 52, 48, 0);

        JsonNode again = imported(file, options);

        assertCounts(again, 0, 2917, 48, again.path("remembered").asLong());
        assertThat(again.path("remembered").asLong())
                .as("those that the ledger refused, not the mapping")
                .isBetween(1L, 47L);
    }

    private static JsonNode imported(Path file, String... options) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(
                InputStream.nullInputStream(),
                new PrintWriter(out),
                OutputStream.nullOutputStream(),
                new PrintWriter(err),
                false,
                80,
                "tidemark");
        List<String> command = new ArrayList<>(List.of("import", file.toString(), "--json"));
        command.addAll(Arrays.asList(options));
        assertThat(TidemarkCli.run(command.toArray(String[]::new), terminal, Map.of()))
                .as(err.toString())
                .isZero();
        return JSON.readTree(out.toString());
    }

    private static void assertCounts(JsonNode summary, long applied, long repeated, long refused, long remembered) {
        assertThat(List.of(
                        summary.path("applied").asLong(),
                        summary.path("repeated").asLong(),
                        summary.path("refused").asLong(),
                        summary.path("remembered").asLong()))
                .as(summary.toString())
                .isEqualTo(List.of(applied, repeated, refused, remembered));
        assertThat(summary.path("complete").asBoolean()).isTrue();
    }

    private static List<JsonNode> state(LedgerServer server) {
        LedgerHttp http = server.http();
        List<JsonNode> state = new ArrayList<>();
        state.add(http.get("/v1/journal/head"));
        state.add(http.get("/v1/balances?min_balance=0&min_seq=" + http.head()));
        for (String account : List.of("alice", "bob", "carol", "dave")) {
            state.add(http.get(LedgerHttp.account(account, "lots?include=all")));
        }
        return state;
    }

    private static long balance(LedgerServer server, String account) {
        LedgerHttp http = server.http();
        return http.get(LedgerHttp.account(account, "balance?min_seq=" + http.head()))
                .path("balance")
                .asLong();
    }

    private static List<String> wholeFile() {
        List<String> whole = new ArrayList<>(SHORT_AND_THEN_COVERED);
        whole.addAll(TRIED_AGAIN);
        return whole;
    }

    private Path file(List<String> lines) throws Exception {
        return Files.write(directory.resolve("messages.ndjson"), lines, StandardCharsets.UTF_8);
    }

    private static String grant(String ref, String account, long amount) {
        return message("grant", ref, "\"issuer\":\"mint\",", "account", account, amount);
    }

    private static String transfer(String ref, String from, String to, long amount) {
        return message("transfer", ref, "\"from\":\"" + from + "\",", "to", to, amount);
    }

    private static String spend(String ref, String account) {
        return message("spend", ref, "", "account", account, 1);
    }

    private static String message(String kind, String ref, String more, String role, String account, long amount) {
        return "{\"kind\":\"" + kind + "\",\"ref\":\"" + ref + "\"," + more
                + "\"effective_at\":\"2026-01-05T00:00:00Z\",\"items\":[{\"" + role + "\":\"" + account
                + "\",\"amount\":" + amount + "}]}";
    }
}
