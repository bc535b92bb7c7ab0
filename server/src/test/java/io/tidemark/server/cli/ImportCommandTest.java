package io.tidemark.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.config.imports.ImportMode;
import io.tidemark.config.imports.ImportOutcome;
import io.tidemark.config.imports.RememberedRefusal;
import io.tidemark.messages.command.GrantCredits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {

    private static final String ALEPH =
            "{\"item_hash\":\"h%d\",\"type\":\"POST\",\"channel\":\"%s\",\"sender\":\"0xI\","
                    + "\"time\":1609459200,\"content\":{\"type\":\"aleph_credit_distribution\",\"address\":\"0xI\",\"content\":"
                    + "{\"distribution\":{\"token\":\"T\",\"chain\":\"C\",\"credits\":[{\"address\":\"a\",\"amount\":1,"
                    + "\"price\":\"1\",\"tx_hash\":\"t\",\"provider\":\"p\"}]}}}}\n";
    private static final String GRANT = "{\"kind\":\"grant\",\"ref\":\"r\",\"issuer\":\"i\",\"items\":[]}\n";

    @TempDir
    private Path folder = Path.of("");

    private final Cli cli = new Cli();

    @BeforeEach
    void nobody_at_the_usual_address() {
        cli.environment.put("TIDEMARK_DATA", folder.resolve("data").toString());
    }

    @Test
    void a_file_goes_to_the_server_that_is_named() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), ALEPH.formatted(1, "ALEPH_CREDIT") + "nonsense\n");
        try (FakeServer server = ledger()) {
            assertThat(cli.run(
                            "import",
                            file.toString(),
                            "--format",
                            "aleph",
                            "--issuer",
                            "0xI",
                            "--url",
                            server.url().toString()))
                    .isZero();

            assertThat(cli.out.lines().toList().getFirst()).isEqualTo("applied 1 / repeated 0 / ignored 0 / refused 1");
            assertThat(cli.out).contains("refused: 1 malformed-line", "line 2: not JSON", "lines/s");
            assertThat(server.requests).contains("POST /v1/movements");
        }
    }

    @Test
    void the_summary_can_be_json() throws IOException {
        cli.input = GRANT + "[]\n";
        try (FakeServer server = ledger()) {
            assertThat(cli.run("import", "-", "--json", "--url", server.url().toString()))
                    .isZero();
            assertThat(cli.out)
                    .startsWith("{\"applied\":1,\"repeated\":0,\"ignored\":0,\"refused\":1,\"malformed\":1,\"lines\":2,"
                            + "\"last_seq\":5,")
                    .contains("\"refusals\":[{\"type\":\"malformed-line\",\"count\":1,\"first\":[{\"line\":2,");
        }
    }

    @Test
    void a_data_directory_is_opened_in_this_process_with_the_settings_given() {
        cli.input = ALEPH.formatted(1, "ALEPH_CREDIT");

        assertThat(cli.run(
                        "import",
                        "-",
                        "--format",
                        "aleph",
                        "--issuer",
                        "0xI",
                        "--data",
                        folder.toString(),
                        "--tidemark.drain.policy=EMISSION_FIRST"))
                .isZero();

        assertThat(cli.ledgers.settings)
                .containsExactly("--tidemark.data=" + folder, "--tidemark.drain.policy=EMISSION_FIRST");
        assertThat(cli.ledgers.sent)
                .singleElement()
                .isInstanceOfSatisfying(
                        GrantCredits.class,
                        grant -> assertThat(grant.items().getFirst().amount()).isEqualTo(10_000));
        assertThat(cli.ledgers.open).as("closed again").isZero();
    }

    @Test
    void what_an_earlier_import_was_refused_stays_refused_unless_it_is_to_be_judged_again() {
        cli.input = GRANT;
        assertThat(cli.run("import", "-", "--data", folder.toString())).isZero();
        assertThat(cli.ledgers.modes).containsExactly(ImportMode.KEEP_REFUSED);

        cli.ledgers.modes.clear();
        assertThat(cli.run("import", "-", "--retry-refused", "--data", folder.toString()))
                .isZero();
        assertThat(cli.ledgers.modes).containsExactly(ImportMode.RETRY_REFUSED);
    }

    @Test
    void a_refusal_that_is_remembered_is_reported_as_such() {
        cli.input = GRANT;
        cli.ledgers.outcome = new ImportOutcome.Remembered(new RememberedRefusal("not-an-issuer", "no", Instant.EPOCH));

        assertThat(cli.run("import", "-", "--data", folder.toString())).isZero();

        assertThat(cli.out)
                .startsWith("applied 0 / repeated 0 / ignored 0 / refused 1")
                .contains("1 were refused in an earlier import", "--retry-refused", "  line 1: no");
    }

    @Test
    void a_server_that_has_the_data_directory_is_used_instead() throws IOException {
        cli.input = GRANT;
        try (FakeServer server = ledger()) {
            cli.ledgers.running.put(folder, server.url());

            assertThat(cli.run("import", "-", "--data", folder.toString())).isZero();
            assertThat(server.requests).contains("POST /v1/movements");
            assertThat(cli.ledgers.settings).isEmpty();

            assertThat(cli.run("import", "-", "--data", folder.toString(), "--tidemark.issuers=i"))
                    .isEqualTo(ExitCode.USAGE);
        }
    }

    @Test
    void the_usual_server_is_used_when_it_answers_and_required_when_it_was_named() throws IOException {
        cli.input = GRANT;
        String gone;
        try (FakeServer server = ledger()) {
            gone = server.url().toString();
            cli.environment.put("TIDEMARK_URL", gone);
            assertThat(cli.run("import", "-")).isZero();
            assertThat(server.requests).contains("POST /v1/movements");
        }
        assertThat(cli.run("import", "-")).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(cli.ledgers.settings).isEmpty();
    }

    @Test
    void channels_and_precision_can_be_chosen() {
        cli.input = ALEPH.formatted(1, "OTHER") + ALEPH.formatted(2, "MINE") + ALEPH.formatted(3, "ALEPH_CREDIT");
        String[] common = {"import", "-", "--format", "ALEPH", "--issuer", "0xI", "--data", folder.toString()};

        assertThat(cli.run(with(common, "--channel", "MINE", "--channel", "OTHER", "--precision-factor", "3")))
                .isZero();
        assertThat(cli.out).contains("applied 2 / repeated 0 / ignored 1 / refused 0", "ignored: 1 another channel");
        assertThat(cli.run(with(common, "--any-channel", "--precision-cutoff", "2020-01-01T00:00:00Z")))
                .isZero();
        assertThat(cli.out).contains("applied 3 ");

        assertThat(cli.ledgers.sent)
                .extracting(
                        command -> ((GrantCredits) command).items().getFirst().amount())
                .containsExactly(3L, 3L, 1L, 1L, 1L);
    }

    @Test
    void without_issuers_there_is_a_note() {
        cli.input = ALEPH.formatted(1, "ALEPH_CREDIT");

        assertThat(cli.run("import", "-", "--format", "aleph", "--data", folder.toString()))
                .isZero();
        assertThat(cli.err).contains("without --issuer");
        assertThat(cli.out).contains("ignored: 1 not from an issuer");
    }

    @Test
    void a_strict_import_of_a_malformed_line_returns_1() {
        cli.input = GRANT + "{\n" + GRANT;

        assertThat(cli.run("import", "-", "--strict", "--verbose", "--data", folder.toString()))
                .isEqualTo(ExitCode.FAILED);
        assertThat(cli.out).contains("applied 1 / repeated 0 / ignored 0 / refused 1");
        assertThat(cli.err).contains("line 2: malformed-line: not JSON");
    }

    @Test
    void contradictions_and_missing_files_return_2_and_start_nothing() {
        String[][] wrong = {
            {"import"},
            {"import", folder.resolve("missing").toString(), "--data", folder.toString()},
            {"import", folder.toString(), "--data", folder.toString()},
            {"import", "-", "--url", "http://127.0.0.1:1", "--data", folder.toString()},
            {"import", "-", "--url", "http://127.0.0.1:1", "--tidemark.issuers=i"},
            {"import", "-", "--url", "localhost:8080"},
            {"import", "-", "--format", "csv"},
            {"import", "-", "--issuer", "0xI", "--data", folder.toString()},
            {"import", "-", "--format", "aleph", "--channel", "C", "--any-channel", "--data", folder.toString()},
            {"import", "-", "--format", "aleph", "--precision-cutoff", "then", "--data", folder.toString()},
            {"import", "-", "--format", "aleph", "--precision-factor", "0", "--data", folder.toString()}
        };
        for (String[] args : wrong) {
            assertThat(cli.run(args)).as(String.join(" ", args)).isEqualTo(ExitCode.USAGE);
            assertThat(cli.err).startsWith("tidemark: ");
        }
        assertThat(cli.ledgers.settings).isEmpty();
    }

    private static FakeServer ledger() throws IOException {
        return FakeServer.ledger(request -> new FakeServer.Answer(404, "{}"));
    }

    private static String[] with(String[] args, String... more) {
        String[] all = Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return all;
    }
}
