package io.tidemark.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.journal.JournalImport.Outcome;
import io.tidemark.messages.query.JournalVerification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalCommandsTest {

    private static final String ACCEPT = "--tidemark.database.accept-weak-durability=true";

    private final Cli cli = new Cli();

    @TempDir
    private Path directory;

    private String data = "";

    @BeforeEach
    void makeLedger() throws IOException {
        Files.createDirectories(directory.resolve("ledger/postgres"));
        data = directory.resolve("ledger").toString();
    }

    @Test
    void verify_reads_the_data_that_is_named_and_says_how_fast_it_was() {
        for (List<String> command : List.of(List.of("verify"), List.of("journal", "verify"))) {
            cli.ledgers.settings.clear();
            assertThat(run(command, "--data", data)).isZero();
            assertThat(cli.out).matches("the journal is as it was recorded, 7 events in .* s \\(.* events/s\\)\\R");
            assertThat(cli.ledgers.settings).containsExactly("--tidemark.data=" + data, ACCEPT);
            assertThat(cli.ledgers.open).isZero();
        }
        assertThat(cli.run("journal", "verify", "--json", "--data", data)).isZero();
        assertThat(cli.out)
                .startsWith("{\"ok\":true,\"checked\":7,\"first_bad_seq\":null,\"finding\":null,\"seconds\":");
    }

    @Test
    void verify_names_the_first_bad_seq_and_ends_with_1() {
        cli.ledgers.journal.found = new JournalVerification(false, 3, 4L, "the event is missing");
        assertThat(cli.run("verify", "--data", data)).isEqualTo(ExitCode.FAILED);
        assertThat(cli.out).isEqualToNormalizingNewlines("seq 4: the event is missing\n");
        assertThat(cli.ledgers.open).isZero();
    }

    @Test
    void verify_asks_the_server_that_is_named() throws IOException {
        try (FakeServer server = new FakeServer(
                request -> new FakeServer.Answer(200, "{\"ok\":true,\"checked\":1234,\"first_bad_seq\":null}"))) {
            String url = server.url().toString();
            cli.environment.put("TIDEMARK_DATA", data);
            assertThat(cli.run("verify", "--url", url)).isZero();
            assertThat(cli.out).isEqualToNormalizingNewlines("the journal is as it was recorded, 1,234 events\n");
            cli.environment.put("TIDEMARK_URL", url);
            assertThat(cli.run("verify")).isZero();
            assertThat(server.requests).containsExactly("POST /v1/journal/verify", "POST /v1/journal/verify");
            assertThat(cli.run("verify", "--url", url, "--data", data)).isEqualTo(ExitCode.USAGE);
        }
        assertThat(cli.ledgers.settings).isEmpty();
    }

    @Test
    void beside_a_server_the_commands_read_the_database_that_it_runs() {
        cli.ledgers.databases.put(Path.of(data), List.of("--tidemark.database.url=jdbc:postgresql://there"));
        cli.environment.put("TIDEMARK_DATA", data);
        assertThat(cli.run("verify")).isZero();
        assertThat(cli.ledgers.settings)
                .containsExactly("--tidemark.data=" + data, "--tidemark.database.url=jdbc:postgresql://there", ACCEPT);
    }

    @Test
    void where_there_is_no_ledger_nothing_is_made_by_reading() {
        String nowhere = directory.resolve("nowhere").toString();
        assertThat(cli.run("journal", "verify", "--data", nowhere)).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err).contains("there is no ledger in " + nowhere);
        assertThat(cli.run("journal", "export", "-", "--data", nowhere)).isEqualTo(ExitCode.USAGE);
        assertThat(cli.ledgers.settings).isEmpty();
        assertThat(directory.resolve("nowhere")).doesNotExist();
    }

    @Test
    void an_export_goes_to_a_private_file_that_was_not_there() throws IOException {
        Path file = directory.resolve("journal.ndjson");
        assertThat(cli.run("journal", "export", file.toString(), "--data", data))
                .isZero();
        assertThat(file).hasContent("journal\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(cli.out).startsWith("wrote 7 events in ").contains("; the head is seq 7, ab");

        assertThat(cli.run("journal", "export", file.toString(), "--data", data))
                .isEqualTo(ExitCode.USAGE);
        assertThat(cli.err).contains("is there already, and is not overwritten");
        assertThat(cli.run("journal", "export", directory.resolve("a/b").toString(), "--data", data))
                .isEqualTo(ExitCode.USAGE);
        assertThat(cli.ledgers.open).isZero();
    }

    @Test
    void an_export_that_breaks_off_leaves_no_file() throws IOException {
        cli.ledgers.journal.failure = new IOException("no space left");
        Path file = directory.resolve("journal.ndjson");
        assertThat(cli.run("journal", "export", file.toString(), "--data", data))
                .isEqualTo(ExitCode.FAILED);
        assertThat(cli.err).contains("no space left");
        assertThat(directory).isDirectoryNotContaining("glob:**/journal*");
    }

    @Test
    void standard_output_has_the_export_and_nothing_else() {
        assertThat(cli.run("journal", "export", "-", "--data", data)).isZero();
        assertThat(cli.bytes).hasToString("journal\n");
        assertThat(cli.out).isEmpty();
        assertThat(cli.err).startsWith("wrote 7 events");
        assertThat(cli.run("journal", "export", "-", "--json", "--data", data)).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void an_import_reads_a_file_or_standard_input_into_a_ledger_that_it_may_make() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "lines of the file");
        String made = directory.resolve("made").toString();
        assertThat(cli.run("journal", "import", file.toString(), "--data", made))
                .isZero();
        assertThat(cli.ledgers.journal.read).isEqualTo("lines of the file");
        assertThat(cli.ledgers.settings).containsExactly("--tidemark.data=" + made);
        assertThat(cli.out).startsWith("imported 7 events in ").contains("; the head is ab");

        cli.input = "lines of standard input";
        assertThat(cli.run("journal", "import", "-", "--json", "--data", made)).isZero();
        assertThat(cli.ledgers.journal.read).isEqualTo("lines of standard input");
        assertThat(cli.out).startsWith("{\"imported\":true,\"events\":7,\"hash\":\"ab\",\"seconds\":");
        assertThat(cli.run("journal", "import", directory.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(cli.ledgers.open).isZero();
    }

    @Test
    void an_import_that_is_refused_says_where_and_ends_with_1() {
        cli.ledgers.journal.outcome = new Outcome.Refused(1234, OptionalLong.of(1230), "it is not as it was recorded");
        assertThat(cli.run("journal", "import", "-", "--data", data)).isEqualTo(ExitCode.FAILED);
        assertThat(cli.err).contains("line 1,234, seq 1,230: it is not as it was recorded; nothing was imported");
        assertThat(cli.run("journal", "import", "-", "--json", "--data", data)).isEqualTo(ExitCode.FAILED);
        assertThat(cli.out)
                .isEqualToNormalizingNewlines("{\"imported\":false,\"line\":1234,\"first_bad_seq\":1230,"
                        + "\"finding\":\"it is not as it was recorded\"}\n");

        cli.ledgers.journal.outcome = new Outcome.NotEmpty();
        assertThat(cli.run("journal", "import", "-", "--data", data)).isEqualTo(ExitCode.FAILED);
        assertThat(cli.err).contains("there is a journal already, with 7 events");
        assertThat(cli.run("journal")).isEqualTo(ExitCode.USAGE);
    }

    private int run(List<String> command, String... options) {
        return cli.run(Stream.concat(command.stream(), Arrays.stream(options)).toArray(String[]::new));
    }
}
