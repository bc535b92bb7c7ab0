package io.tidemark.server.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Runs a server until it is stopped. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {"Run a server until it is stopped.", ""})
final class ServeCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable TidemarkCli cli;

    @Mixin
    private ListenOptions listen = new ListenOptions();

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Override
    public Integer call() throws InterruptedException {
        Surroundings surroundings = Surroundings.of(cli);
        Path data = database.dataDirectory(surroundings);
        List<String> settings = database.settings(data, surroundings);
        settings.addAll(0, listen.settings());
        Terminal terminal = surroundings.terminal();
        try (LedgerStarter.Server server = surroundings.ledgers().startServer(settings, terminal)) {
            terminal.out().println("Tidemark " + TidemarkCli.Version.number() + " answers at " + server.url());
            terminal.out().println("  try it    " + server.url() + "/docs");
            terminal.out()
                    .println("  data      "
                            + (database.isExternal(surroundings) ? "in the PostgreSQL that was given" : data));
            terminal.out().println("  stop      Ctrl-C");
            server.awaitStop();
        }
        return ExitCode.OK;
    }
}
