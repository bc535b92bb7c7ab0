package io.tidemark.server.cli;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** Prints an account's movements. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description = {"Print an account's movements, the newest first.", ""})
final class HistoryCommand implements Callable<Integer> {

    private enum Direction {
        IN,
        OUT
    }

    private enum Kind {
        GRANT,
        SPEND,
        TRANSFER
    }

    @ParentCommand
    private @Nullable TidemarkCli cli;

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Parameters(paramLabel = "ACCOUNT", description = "Whose movements.")
    private String account = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "Most movements to print, ${DEFAULT-VALUE} unless told otherwise.")
    private int limit;

    @Option(names = "--direction", paramLabel = "in|out", description = "Only what came, or only what went.")
    private @Nullable Direction direction;

    @Option(names = "--kind", paramLabel = "grant|spend|transfer", description = "Only one kind of movement.")
    private @Nullable Kind kind;

    @Option(names = "--from", paramLabel = "TIME", description = "Only from this time on.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Only up to this time, inclusive.")
    private @Nullable String to;

    @Option(names = "--currency", paramLabel = "CODE", description = "Only one currency.")
    private @Nullable String currency;

    @Option(names = "--oldest-first", description = "The oldest first.")
    private boolean oldestFirst;

    @Override
    public Integer call() {
        Surroundings surroundings = Surroundings.of(cli);
        TidemarkCli.refuseProperties(surroundings);
        Map<String, @Nullable String> parameters = new HashMap<>();
        parameters.put("currency", currency);
        parameters.put("direction", direction == null ? null : direction.name().toLowerCase(Locale.ROOT));
        parameters.put("kind", kind == null ? null : kind.name().toLowerCase(Locale.ROOT));
        parameters.put("from", from);
        parameters.put("to", to);
        parameters.put("sort", oldestFirst ? "asc" : "desc");
        JsonNode history = Pages.read(
                client.client(surroundings), LedgerClient.path("accounts", account, "history"), parameters, limit);
        PrintWriter out = surroundings.terminal().out();
        if (client.json()) {
            out.println(history);
        } else {
            print(history, out);
        }
        return ExitCode.OK;
    }

    private static void print(JsonNode history, PrintWriter out) {
        TextTable table = new TextTable()
                .text("EFFECTIVE")
                .text("KIND")
                .number("AMOUNT")
                .text("COUNTERPARTY")
                .text("EXPIRES")
                .number("SEQ")
                .number("INDEX")
                .text("REF");
        for (JsonNode entry : history.path("items")) {
            boolean came = entry.path("amount").asLong(0) > 0;
            table.row(
                    Figures.text(entry.path("effective_at")),
                    Figures.text(entry.path("kind")),
                    Figures.grouped(entry.path("amount")),
                    Figures.text(entry.path("counterparty")),
                    came ? Figures.expiry(entry.path("expires_at")) : "",
                    Figures.grouped(entry.path("seq")),
                    Figures.grouped(entry.path("index")),
                    Figures.text(entry.path("ref")));
        }
        if (table.isEmpty()) {
            out.println("no movements");
        } else {
            table.print(out);
        }
        if (Pages.hasMore(history)) {
            out.println("... and more: --limit");
        }
    }
}
