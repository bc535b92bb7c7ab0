package io.tidemark.server.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** Has a projection rebuilt from the journal. */
@Command(
        name = "reset",
        mixinStandardHelpOptions = true,
        description = {"Rebuild a projection from the journal. What it shows stays there to be read meanwhile.", ""})
final class ResetCommand implements Callable<Integer> {

    private static final Duration POLL = Duration.ofMillis(200);

    @ParentCommand
    private @Nullable TidemarkCli cli;

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Parameters(paramLabel = "NAME", description = "Which projection; 'tidemark projections' lists them.")
    private String name = "";

    @Option(names = "--wait", description = "Wait until it is rebuilt.")
    private boolean wait;

    @Option(
            names = "--verify",
            description = "Compare the new rows with the old ones first; if they differ, say so and keep the old ones.")
    private boolean verify;

    @Option(
            names = "--cancel",
            description = "Give up the rebuild that is under way or was left by a server that stopped.")
    private boolean cancel;

    @Override
    public Integer call() throws InterruptedException {
        Surroundings surroundings = Surroundings.of(cli);
        TidemarkCli.refuseProperties(surroundings);
        LedgerClient server = client.client(surroundings);
        Terminal terminal = surroundings.terminal();
        if (cancel) {
            return cancel(server, terminal);
        }
        Instant start = Instant.now();
        String path = LedgerClient.path("projections", name, "reset");
        JsonNode answer = server.post(verify ? path + "?verify=true" : path);
        if (wait) {
            answer = awaitRebuilt(server, terminal);
        }
        if (client.json()) {
            terminal.out().println(answer);
        } else if (wait) {
            terminal.out()
                    .println(name + " is rebuilt up to seq " + Figures.grouped(answer.path("committed_seq")) + " in "
                            + Figures.seconds(Duration.between(start, Instant.now())));
        } else {
            terminal.out().println(name + " is being rebuilt; 'tidemark projections' shows how far it is");
        }
        return ExitCode.OK;
    }

    private Integer cancel(LedgerClient server, Terminal terminal) {
        if (wait || verify) {
            throw new CommandException(ExitCode.USAGE, "--cancel goes with neither --wait nor --verify");
        }
        JsonNode answer = server.delete(LedgerClient.path("projections", name, "rebuild"));
        terminal.out()
                .println(
                        client.json()
                                ? answer.toString()
                                : "the rebuild of " + name + " is given up, and its rows are gone");
        return ExitCode.OK;
    }

    private JsonNode awaitRebuilt(LedgerClient server, Terminal terminal) throws InterruptedException {
        Progress progress = new Progress(terminal, "rebuilding " + name);
        try {
            while (true) {
                JsonNode projection = Projections.named(name, Projections.list(server));
                JsonNode rebuild = projection.path("rebuild");
                switch (projection.path("state").asString("gone")) {
                    case "failed", "stopped", "gone" ->
                        throw new CommandException(
                                ExitCode.FAILED,
                                "the rebuild of " + name + " failed: " + Figures.text(projection.path("error")));
                    case "running" -> {
                        if (!rebuild.isObject()) {
                            return requireNoError(projection);
                        }
                    }
                    default ->
                        progress.show(
                                rebuild.path("seq").asLong(0),
                                rebuild.path("target_seq").asLong(0),
                                Projections.rebuild(rebuild));
                }
                Thread.sleep(POLL);
            }
        } finally {
            progress.clear();
        }
    }

    private JsonNode requireNoError(JsonNode projection) {
        if (projection.path("error").isString()) {
            throw new CommandException(
                    ExitCode.FAILED, "the rebuild of " + name + " failed: " + Figures.text(projection.path("error")));
        }
        return projection;
    }
}
