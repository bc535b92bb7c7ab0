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

/** Prints what an account has. */
@Command(
        name = "balance",
        mixinStandardHelpOptions = true,
        description = {"Print what an account has.", ""})
final class BalanceCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable TidemarkCli cli;

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Parameters(paramLabel = "ACCOUNT", description = "Whose balance; an account that was never seen has 0.")
    private String account = "";

    @Option(names = "--currency", paramLabel = "CODE", description = "Which currency, CREDIT unless told otherwise.")
    private @Nullable String currency;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description =
                    "Count the lots that are valid then, such as 2026-03-01T00:00:00Z; now unless told otherwise.")
    private @Nullable String at;

    @Option(names = "--details", description = "Also how much expires when.")
    private boolean details;

    @Override
    public Integer call() {
        Surroundings surroundings = Surroundings.of(cli);
        TidemarkCli.refuseProperties(surroundings);
        Map<String, @Nullable String> parameters = new HashMap<>();
        parameters.put("currency", currency);
        parameters.put("at", at);
        parameters.put("details", details ? "true" : null);
        JsonNode balance = client.client(surroundings)
                .get(LedgerClient.query(LedgerClient.path("accounts", account, "balance"), parameters));
        print(balance, surroundings.terminal().out());
        return ExitCode.OK;
    }

    private void print(JsonNode balance, PrintWriter out) {
        if (client.json()) {
            out.println(balance);
            return;
        }
        out.println(Figures.grouped(balance.path("balance")) + " "
                + balance.path("currency").asString(""));
        if (details) {
            TextTable table = new TextTable().number("AMOUNT").text("EXPIRES");
            for (JsonNode part : balance.path("details")) {
                table.row(Figures.grouped(part.path("amount")), Figures.expiry(part.path("expires_at")));
            }
            if (!table.isEmpty()) {
                table.print(out);
            }
        }
    }
}
