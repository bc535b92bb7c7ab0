package io.tidemark.server.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** Prints how far the projections are. */
@Command(
        name = "projections",
        mixinStandardHelpOptions = true,
        description = {"Print the projections and how far they are behind the journal.", ""})
final class ProjectionsCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable TidemarkCli cli;

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Override
    public Integer call() {
        Surroundings surroundings = Surroundings.of(cli);
        TidemarkCli.refuseProperties(surroundings);
        JsonNode listing = Projections.list(client.client(surroundings));
        PrintWriter out = surroundings.terminal().out();
        if (client.json()) {
            out.println(listing);
        } else {
            Projections.print(listing, out);
        }
        return ExitCode.OK;
    }
}
