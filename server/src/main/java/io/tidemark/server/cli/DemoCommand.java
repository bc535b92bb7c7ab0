package io.tidemark.server.cli;

import io.tidemark.config.imports.ImportMode;
import io.tidemark.server.imports.AlephMapper;
import io.tidemark.server.imports.AlephRules;
import io.tidemark.server.imports.HttpMovementSink;
import io.tidemark.server.imports.ImportSummary;
import io.tidemark.server.imports.Importer;
import io.tidemark.server.imports.Patience;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** Runs a server with the bundled messages in it, and shows around. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Run a server with a few months of credit messages in it, show what became of them, and stay up.",
            "",
            "The data is kept: a second demo goes on with it.",
            ""
        })
final class DemoCommand implements Callable<Integer> {

    /** The bundled messages: one Aleph credit message a line. */
    static final String MESSAGES = "/demo/messages.ndjson";

    /** The one whose distributions and expenses count in them. */
    static final String ISSUER = "treasury";

    /** The account that is shown in more detail. */
    static final String GUIDE = "aurora";

    @ParentCommand
    private @Nullable TidemarkCli cli;

    @Mixin
    private ListenOptions listen = new ListenOptions();

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Surroundings surroundings = Surroundings.of(cli);
        Path data = database.dataDirectory("demo", surroundings);
        List<String> settings = database.settings(data, surroundings);
        settings.addAll(0, listen.settings());
        Terminal terminal = surroundings.terminal();
        try (LedgerStarter.Server server = surroundings.ledgers().startServer(settings, terminal)) {
            PrintWriter out = terminal.out();
            out.println("Tidemark " + TidemarkCli.Version.number() + " answers at " + server.url() + ", its data is in "
                    + (database.isExternal(surroundings) ? "the PostgreSQL that was given" : data));
            show(server.url(), terminal);
            server.awaitStop();
        }
        return ExitCode.OK;
    }

    private static void show(URI url, Terminal terminal) throws IOException, InterruptedException {
        PrintWriter out = terminal.out();
        ImportSummary summary = importMessages(url, terminal);
        out.println();
        out.println("Imported " + summary.lines() + " credit messages: " + summary.counts());
        if (summary.applied() == 0 && summary.repeated() > 0) {
            out.println("They were there from an earlier demo, so nothing changed.");
        }
        summary.refusals()
                .forEach(refusals -> refusals.first()
                        .forEach(
                                example -> out.println("  refused, line " + example.line() + ": " + example.detail())));
        LedgerClient client = new LedgerClient(url);
        awaitRead(client, summary.lastSeq());
        out.println();
        out.println("Balances now, of what is valid:");
        printBalances(client, out);
        out.println();
        out.println("Lots of " + GUIDE + ", in the order in which they are drained:");
        LotsCommand.print(Pages.read(client, LedgerClient.path("accounts", GUIDE, "lots"), Map.of(), 20), out);
        out.println();
        printTour(url, terminal.program(), out);
        out.flush();
    }

    private static ImportSummary importMessages(URI url, Terminal terminal) throws IOException, InterruptedException {
        ImportReport report = new ImportReport(terminal, MESSAGES, false);
        AlephMapper mapper = new AlephMapper(AlephRules.ofIssuers(Set.of(ISSUER)));
        ImportSummary summary;
        try (InputStream in = Objects.requireNonNull(DemoCommand.class.getResourceAsStream(MESSAGES));
                HttpMovementSink sink = new HttpMovementSink(url, ImportMode.KEEP_REFUSED, Patience.DEFAULT)) {
            summary = new Importer(mapper, sink, report, true, Importer.DEFAULT_LINE_BYTES).run(in);
        }
        if (summary.failure() != null) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "the demo's messages cannot be imported: "
                            + summary.failure().getMessage());
        }
        return summary;
    }

    /** Waits until reads show what was just written. */
    private static void awaitRead(LedgerClient client, long seq) {
        client.get(LedgerClient.query(
                LedgerClient.path("accounts", GUIDE, "balance"), Map.of("min_seq", Long.toString(seq))));
    }

    private static void printBalances(LedgerClient client, PrintWriter out) {
        Map<String, @Nullable String> parameters = new HashMap<>();
        parameters.put("min_balance", "0");
        JsonNode balances = Pages.read(client, LedgerClient.path("balances"), parameters, 50);
        TextTable table = new TextTable().text("ACCOUNT").number("BALANCE");
        for (JsonNode balance : balances.path("items")) {
            table.row(Figures.text(balance.path("account")), Figures.grouped(balance.path("balance")));
        }
        table.print(out);
    }

    private static void printTour(URI url, String program, PrintWriter out) {
        String at = url.getPort() == 8080 && "127.0.0.1".equals(url.getHost()) ? "" : " --url " + url;
        out.println("Go on in another terminal:");
        out.println("  " + program + " balance " + GUIDE + " --details" + at);
        out.println("  " + program + " balance " + GUIDE + " --at 2026-02-01T00:00:00Z" + at);
        out.println("  " + program + " history " + GUIDE + at);
        out.println("  " + program + " lots nightowl --all" + at);
        out.println("  " + program + " projections" + at);
        out.println("  " + program + " reset lots --wait" + at);
        out.println("and in a browser: " + url + "/docs");
        out.println("Ctrl-C stops it; the next demo goes on with this data.");
    }
}
