package io.tidemark.server.cli;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** Prints an account's lots. */
@Command(
        name = "lots",
        mixinStandardHelpOptions = true,
        description = {"Print an account's lots in the order in which they are drained.", ""})
final class LotsCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable TidemarkCli cli;

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Parameters(paramLabel = "ACCOUNT", description = "Whose lots.")
    private String account = "";

    @Option(names = "--all", description = "Also lots that are drained, expired or not valid yet.")
    private boolean all;

    @Option(names = "--currency", paramLabel = "CODE", description = "Which currency, CREDIT unless told otherwise.")
    private @Nullable String currency;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "Most lots to print, ${DEFAULT-VALUE} unless told otherwise.")
    private int limit;

    @Override
    public Integer call() {
        Surroundings surroundings = Surroundings.of(cli);
        TidemarkCli.refuseProperties(surroundings);
        Map<String, @Nullable String> parameters = new HashMap<>();
        parameters.put("currency", currency);
        parameters.put("include", all ? "all" : "valid");
        JsonNode lots = Pages.read(
                client.client(surroundings), LedgerClient.path("accounts", account, "lots"), parameters, limit);
        PrintWriter out = surroundings.terminal().out();
        if (client.json()) {
            out.println(lots);
        } else {
            print(lots, out);
        }
        return ExitCode.OK;
    }

    static void print(JsonNode lots, PrintWriter out) {
        TextTable table = new TextTable()
                .number("REMAINING")
                .number("OF")
                .text("EXPIRES")
                .text("GRANTED")
                .number("INDEX")
                .text("REF");
        for (JsonNode lot : lots.path("items")) {
            table.row(
                    Figures.grouped(lot.path("remaining")),
                    Figures.grouped(lot.path("amount")),
                    Figures.expiry(lot.path("expires_at")),
                    Figures.text(lot.path("granted_at")),
                    Figures.grouped(lot.path("index")),
                    Figures.text(lot.path("ref")));
        }
        if (table.isEmpty()) {
            out.println("no lots");
        } else {
            table.print(out);
        }
        if (Pages.hasMore(lots)) {
            out.println("... and more: --limit");
        }
    }
}
