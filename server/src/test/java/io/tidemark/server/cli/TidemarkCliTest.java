package io.tidemark.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TidemarkCliTest {

    private final Cli cli = new Cli();

    @Test
    void help_and_version_go_to_standard_output() {
        assertThat(cli.run("--help")).isZero();
        assertThat(cli.out).contains("serve", "demo", "import", "balance", "Exit codes:");
        assertThat(cli.run("import", "--help")).isZero();
        assertThat(cli.out).contains("--precision-cutoff", "$TIDEMARK_DATA");
        assertThat(cli.run("--version")).isZero();
        assertThat(cli.out).startsWith("tidemark ");
        assertThat(cli.err).isEmpty();
    }

    @Test
    void what_is_no_command_returns_2_with_a_hint() {
        assertThat(cli.run()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err).contains("which command?");
        assertThat(cli.run("balanc", "a")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err).contains("tidemark balance");
        assertThat(cli.run("balance")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err).contains("ACCOUNT");
        assertThat(cli.run("serve", "--port", "many")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("balance", "a", "--tidemark.issuers=i")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.out).isEmpty();
    }

    @Test
    void serve_hands_its_options_on_as_settings_and_those_given_as_such_after_them() {
        assertThat(cli.run(
                        "serve",
                        "--host",
                        "::1",
                        "--tidemark.issuers=a,b",
                        "--port",
                        "0",
                        "--data",
                        "/some/where",
                        "--database-url",
                        "jdbc:postgresql://h/d",
                        "--database-user",
                        "u",
                        "--database-password",
                        "p",
                        "--tidemark.drain.cutover=2026-03-01T00:00:00Z"))
                .isZero();

        assertThat(cli.ledgers.settings)
                .containsExactly(
                        "--server.address=::1",
                        "--server.port=0",
                        "--tidemark.data=/some/where",
                        "--tidemark.database.url=jdbc:postgresql://h/d",
                        "--tidemark.database.user=u",
                        "--tidemark.database.password=p",
                        "--tidemark.issuers=a,b",
                        "--tidemark.drain.cutover=2026-03-01T00:00:00Z");
        assertThat(cli.out).contains("answers at http://127.0.0.1:8080", "/docs", "in the PostgreSQL that was given");
        assertThat(cli.ledgers.open).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--tidemark.drain.polcy=EMISSION_FIRST",
                "--tidemark.drain=EMISSION_FIRST",
                "--tidemark.Drain.policy.x=1",
                "--tidemark.issuer=a",
                "--tidemark.http.message-byte=1"
            })
    void a_setting_that_does_not_exist_is_refused_and_not_passed_over(String setting) {
        for (String command : List.of("serve", "demo")) {
            assertThat(cli.run(command, setting)).isEqualTo(ExitCode.USAGE);
            assertThat(cli.err)
                    .contains("there is no setting " + setting.substring(2, setting.indexOf('=')))
                    .contains("tidemark.");
        }
        assertThat(cli.ledgers.settings).isEmpty();
    }

    @Test
    void a_setting_may_be_written_in_each_way_that_is_read() {
        assertThat(cli.run(
                        "serve",
                        "--tidemark.issuers[0]=a",
                        "--tidemark.database.accept-weak-durability=true",
                        "--tidemark.database.acceptWeakDurability=true",
                        "--tidemark.http.stream-window=9",
                        "--server.servlet.context-path=/x",
                        "--tidemark.drain.POLICY=EMISSION_FIRST"))
                .isZero();
        assertThat(cli.run("serve", "--tidemark.drain.polcy=x")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err).endsWith("there are tidemark.drain.cutover, tidemark.drain.policy\n");
    }

    @Test
    void a_port_that_is_none_is_refused() {
        assertThat(cli.run("serve", "--port", "65536")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err).contains("0 to 65535");
        assertThat(cli.run("serve", "--port", "-1")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("serve", "--port", "65535")).isZero();
    }

    @Test
    void a_setting_that_cannot_have_its_value_is_named_in_one_line() {
        assertThat(whyItDoesNotStart("--tidemark.drain.policy=NONE"))
                .startsWith("tidemark: the setting tidemark.drain.policy cannot be 'NONE': ")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({"jdbc:postgresql://127.0.0.1:1/ledger, refused", "nonsense, No suitable driver"})
    void a_database_that_cannot_be_reached_is_told_in_one_line(String url, String reason) {
        assertThat(whyItDoesNotStart("--database-url=" + url))
                .startsWith("tidemark: the ledger cannot start without its database: ")
                .contains(reason)
                .hasLineCount(1);
    }

    private static String whyItDoesNotStart(String option) {
        StringWriter err = new StringWriter();
        Terminal terminal = Terminal.of("", new PrintWriter(new StringWriter()), new PrintWriter(err));
        assertThat(TidemarkCli.run(new String[] {"serve", "--port", "0", option}, terminal, Map.of()))
                .isEqualTo(ExitCode.USAGE);
        return err.toString();
    }

    @Test
    void the_data_directory_comes_from_the_environment_or_is_below_the_current_one() {
        assertThat(cli.run("serve")).isZero();
        assertThat(cli.ledgers.settings)
                .containsExactly("--tidemark.data=" + Path.of("data", "ledger").toAbsolutePath());
        cli.ledgers.settings.clear();
        cli.environment.put("TIDEMARK_DATA", "/else/where");
        assertThat(cli.run("serve")).isZero();
        assertThat(cli.ledgers.settings).containsExactly("--tidemark.data=/else/where");
        assertThat(cli.out).contains("/else/where");
    }

    @Test
    void a_data_directory_that_is_given_as_a_setting_is_the_one_that_is_named() {
        assertThat(cli.run("serve", "--tidemark.data=/set/here")).isZero();

        assertThat(cli.ledgers.settings).containsExactly("--tidemark.data=/set/here");
        assertThat(cli.out).contains("data      /set/here");
    }

    @Test
    void the_demo_imports_its_messages_and_prints_what_to_type_next() throws IOException {
        try (FakeServer server = FakeServer.ledger(TidemarkCliTest::demoReads)) {
            cli.ledgers.serverUrl = server.url();

            assertThat(cli.run("demo")).isZero();

            assertThat(cli.ledgers.settings)
                    .containsExactly(
                            "--tidemark.data=" + Path.of("data", "demo").toAbsolutePath());
            assertThat(cli.out)
                    .contains("Imported 46 credit messages: applied 43 / repeated 0 / ignored 2 / refused 1")
                    .contains("aurora     1,000")
                    .contains("Lots of aurora")
                    .contains("tidemark balance aurora --details --url " + server.url())
                    .contains("tidemark reset lots --wait");
            assertThat(server.requests).contains("GET /v1/accounts/aurora/balance?min_seq=5");
        }
    }

    @Test
    void progress_is_a_bar_on_a_terminal_and_a_line_now_and_then_elsewhere() {
        StringWriter text = new StringWriter();
        PrintWriter err = new PrintWriter(text);
        AtomicLong nanos = new AtomicLong();
        Terminal plain = Terminal.of("", err, err);
        Terminal interactive = new Terminal(plain.in(), err, plain.bytes(), err, true, 60, "tidemark");

        Progress bar = new Progress(interactive, "work", nanos::get);
        bar.show(1, 4, "first");
        nanos.addAndGet(200_000_000L);
        bar.show(2, 4, "half");
        bar.clear();
        assertThat(text.toString())
                .startsWith("\rwork [###############---------------]  50%  half")
                .endsWith("\r");

        text.getBuffer().setLength(0);
        Progress lines = new Progress(plain, "work", nanos::get);
        nanos.addAndGet(4_000_000_000L);
        lines.show(1, 4, "early");
        nanos.addAndGet(4_000_000_000L);
        lines.show(3, 4, "late");
        lines.clear();
        assertThat(text.toString()).isEqualToNormalizingNewlines("work  75%  late\n");
    }

    private static FakeServer.Answer demoReads(String request) {
        if (request.contains("/v1/balances?")) {
            return new FakeServer.Answer(
                    200, "{\"items\":[{\"account\":\"aurora\",\"balance\":1000}],\"next_cursor\":null,\"seq\":5}");
        }
        return new FakeServer.Answer(200, "{\"items\":[],\"next_cursor\":null,\"seq\":5,\"balance\":1000}");
    }
}
