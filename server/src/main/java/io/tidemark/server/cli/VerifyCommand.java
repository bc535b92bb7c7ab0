package io.tidemark.server.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** Has the server verify its journal. Ends with 1 when an event is not as it was recorded. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {"Re-compute the hash chain of the journal and name the first event that is not as recorded.", ""
        })
final class VerifyCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable TidemarkCli cli;

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Override
    public Integer call() {
        Surroundings surroundings = Surroundings.of(cli);
        TidemarkCli.refuseProperties(surroundings);
        JsonNode found = client.client(surroundings).post("/v1/journal/verify");
        boolean ok = found.path("ok").asBoolean();
        PrintWriter out = surroundings.terminal().out();
        if (client.json()) {
            out.println(found);
        } else if (ok) {
            out.println("the journal is as it was recorded, "
                    + found.path("checked").asLong() + " events");
        } else {
            out.println("seq " + found.path("first_bad_seq").asLong() + ": "
                    + found.path("finding").asString());
        }
        return ok ? ExitCode.OK : ExitCode.FAILED;
    }
}
