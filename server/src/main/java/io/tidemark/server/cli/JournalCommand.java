package io.tidemark.server.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is done with the whole of the journal at once. */
@Command(
        name = "journal",
        mixinStandardHelpOptions = true,
        subcommands = {VerifyCommand.class, JournalExportCommand.class, JournalImportCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        description = {"Verify the journal, write it out, or make it anew from what was written out.", ""})
final class JournalCommand implements Runnable {

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        CommandSpec known = spec;
        if (known != null) {
            throw new ParameterException(known.commandLine(), "which command?");
        }
    }
}
