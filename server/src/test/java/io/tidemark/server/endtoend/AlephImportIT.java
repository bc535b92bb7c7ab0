package io.tidemark.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.config.imports.ImportMode;
import io.tidemark.server.cli.Terminal;
import io.tidemark.server.cli.TidemarkCli;
import io.tidemark.server.imports.BusMovementSink;
import io.tidemark.server.imports.HttpMovementSink;
import io.tidemark.server.imports.ImportSummary;
import io.tidemark.server.imports.MovementSink;
import io.tidemark.server.imports.Patience;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The reference data set through the real import, under every way to drain. */
class AlephImportIT {

    /** In the file, credit of before it comes after it. */
    private static final String TAKEN_WHEN_JUDGED_AGAIN =
            "947ccf22c85564c52534dce0b5d771b3c7635b4308406b3286036d4186f29876";

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "expiration-first, --tidemark.drain.policy=EXPIRATION_FIRST",
        "emission-first, --tidemark.drain.policy=EMISSION_FIRST",
        "cutover-2026-03-01, --tidemark.drain.cutover=2026-03-01T00:00:00Z"
    })
    void an_import_over_http_leaves_what_the_reference_has(String configuration, String setting) throws Exception {
        JsonNode expected = AlephDataSet.expected(configuration);
        try (LedgerServer server = LedgerServer.start(setting)) {
            assertImported(expected, server, overHttp(server, ImportMode.KEEP_REFUSED));
            assertReads(expected, server);

            resetLots(server);
            assertReads(expected, server);

            assertImportedAgain(expected, server);
            server.checkInvariants();
        }
    }

    @Test
    void an_import_over_the_bus_leaves_the_same() throws Exception {
        JsonNode expected = AlephDataSet.expected("expiration-first");
        try (LedgerServer server = LedgerServer.startEmbedded(directory.resolve("data"))) {
            MovementSink bus = new BusMovementSink(server::imported, Patience.DEFAULT);
            assertImported(expected, server, bus);
            assertReads(expected, server);
            server.checkInvariants();
        }
    }

    private static MovementSink overHttp(LedgerServer server, ImportMode mode) {
        return new HttpMovementSink(server.url(), mode, Patience.DEFAULT);
    }

    private static void assertImported(JsonNode expected, LedgerServer server, MovementSink sink)
            throws IOException, InterruptedException {
        AlephDataSet.Imported imported = AlephDataSet.importInto(sink);

        JsonNode outcome = expected.path("outcome");
        ImportSummary summary = imported.summary();
        assertThat(summary.failure()).isNull();
        assertThat(summary.applied()).isEqualTo(outcome.path("applied").asLong());
        assertThat(summary.repeated()).isEqualTo(outcome.path("repeated").asLong());
        assertThat(summary.ignored()).isEqualTo(outcome.path("ignored").asLong());
        assertThat(summary.refused()).isEqualTo(outcome.path("refused").asLong());
        assertThat(summary.malformed()).isZero();
        assertThat(imported.refused()).isEqualTo(refused(expected));
        assertThat(summary.lastSeq()).isEqualTo(server.http().head());
    }

    /** What was applied is repeated, what was refused is refused; one of them the ledger would take by now. */
    private static void assertImportedAgain(JsonNode expected, LedgerServer server)
            throws IOException, InterruptedException {
        JsonNode outcome = expected.path("outcome");
        JsonNode head = server.http().get("/v1/journal/head");

        AlephDataSet.Imported again = AlephDataSet.importInto(overHttp(server, ImportMode.KEEP_REFUSED));

        ImportSummary summary = again.summary();
        assertThat(summary.applied()).isZero();
        assertThat(summary.repeated())
                .isEqualTo(outcome.path("applied").asLong()
                        + outcome.path("repeated").asLong());
        assertThat(summary.ignored()).isEqualTo(outcome.path("ignored").asLong());
        assertThat(again.refused()).isEqualTo(refused(expected));
        assertThat(server.http().get("/v1/journal/head")).isEqualTo(head);
        assertReads(expected, server);

        AlephDataSet.Imported retried = AlephDataSet.importInto(overHttp(server, ImportMode.RETRY_REFUSED));

        List<String> takenNow = new ArrayList<>(refused(expected));
        takenNow.removeAll(retried.refused());
        assertThat(takenNow).containsExactly(TAKEN_WHEN_JUDGED_AGAIN);
        assertThat(retried.summary().applied()).isEqualTo(1);
        assertThat(retried.summary().remembered()).isZero();
    }

    private static void assertReads(JsonNode expected, LedgerServer server) {
        LedgerHttp http = server.http();
        JsonNode listed = http.get("/v1/balances?min_balance=0&count=true&limit=1000&min_seq=" + http.head());
        List<String> accounts = StreamSupport.stream(listed.path("items").spliterator(), false)
                .map(item -> item.path("account").asString())
                .toList();
        assertThat(listed.path("count").asLong())
                .isEqualTo(expected.path("accounts").asLong());
        assertThat(accounts).hasSize(expected.path("accounts").asInt()).isSorted();

        LedgerReading wanted = LedgerReading.expected(expected);
        LedgerReading.of(http, accounts, wanted.balances().keySet()).assertEquals(wanted);
    }

    private static void resetLots(LedgerServer server) {
        String[] command = {"reset", "lots", "--wait", "--url", server.url().toString()};
        assertThat(TidemarkCli.run(command, Terminal.ofProcess(), Map.of())).isZero();
    }

    private static List<String> refused(JsonNode expected) {
        return StreamSupport.stream(expected.path("refused").spliterator(), false)
                .map(JsonNode::asString)
                .toList();
    }
}
