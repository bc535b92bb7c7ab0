package io.tidemark.server.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line: chooses the command, runs it, and says what its exit code is. */
@Command(
        name = "tidemark",
        versionProvider = TidemarkCli.Version.class,
        mixinStandardHelpOptions = true,
        subcommands = {
            ServeCommand.class,
            DemoCommand.class,
            ImportCommand.class,
            BalanceCommand.class,
            LotsCommand.class,
            HistoryCommand.class,
            ProjectionsCommand.class,
            ResetCommand.class,
            VerifyCommand.class,
            JournalCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        description = "An event-sourced credit ledger.",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:refused, or the work failed",
            "2:the command line is wrong, or the machine lacks something",
            "3:no Tidemark server answers"
        },
        footer = {
            "",
            "Commands that take --data take any setting as --tidemark.NAME=VALUE, such as",
            "  --tidemark.drain.policy=EMISSION_FIRST",
            "  --tidemark.drain.cutover=2026-03-01T00:00:00Z",
            "  --tidemark.issuers=alice,bob",
            "",
            "'./tidemark bench' measures the ledger on this machine; it is a program beside this one.",
            "'tidemark COMMAND --help' tells more about a command. 'tidemark demo' is a good start."
        })
public final class TidemarkCli implements Runnable {

    private static final Pattern PROPERTY =
            Pattern.compile("--(tidemark|spring|server|logging|management|axon)\\.[^=\\s]+=.*", Pattern.DOTALL);

    private final Surroundings surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    private TidemarkCli(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * Runs one command line in this process.
     *
     * @param args as the user typed them
     * @param environment environment variables
     * @return the exit code, one of {@link ExitCode}
     */
    public static int run(String[] args, Terminal terminal, Map<String, String> environment) {
        return run(args, terminal, environment, new SpringLedgers());
    }

    static int run(String[] args, Terminal terminal, Map<String, String> environment, LedgerStarter ledgers) {
        List<String> properties = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        for (String arg : args) {
            (PROPERTY.matcher(arg).matches() ? properties : rest).add(arg);
        }
        Surroundings surroundings = new Surroundings(terminal, environment, properties, ledgers);
        CommandLine commandLine = new CommandLine(new TidemarkCli(surroundings))
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setUsageHelpWidth(Math.clamp(terminal.columns(), 80, 120))
                .setUsageHelpLongOptionsMaxWidth(30)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(TidemarkCli::usageError)
                .setExecutionExceptionHandler((e, command, parsed) -> failure(e, terminal.err()));
        int code = commandLine.execute(rest.toArray(String[]::new));
        terminal.out().flush();
        terminal.err().flush();
        return code;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    /** For commands that ask a server: settings of a ledger mean nothing to them. */
    static void refuseProperties(Surroundings surroundings) {
        if (!surroundings.properties().isEmpty()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "settings such as " + surroundings.properties().getFirst()
                            + " are for the commands that run a ledger themselves");
        }
    }

    @Override
    public void run() {
        CommandSpec known = spec;
        if (known != null) {
            throw new ParameterException(known.commandLine(), "which command?");
        }
    }

    private static int usageError(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("tidemark: " + e.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
        err.println("'" + command.getCommandSpec().qualifiedName() + " --help' tells how it is used.");
        return ExitCode.USAGE;
    }

    private static int failure(Exception e, PrintWriter err) {
        if (e instanceof CommandException known) {
            err.println("tidemark: " + known.getMessage());
            return known.exitCode();
        }
        err.println("tidemark: unexpected failure");
        e.printStackTrace(err);
        return ExitCode.FAILED;
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"tidemark " + number()};
        }

        static String number() {
            String version = TidemarkCli.class.getPackage().getImplementationVersion();
            return version == null ? "(development)" : version;
        }
    }
}
