package io.tidemark.server.cli;

import io.tidemark.config.imports.ImportMode;
import io.tidemark.server.imports.AlephMapper;
import io.tidemark.server.imports.AlephRules;
import io.tidemark.server.imports.ImportSummary;
import io.tidemark.server.imports.Importer;
import io.tidemark.server.imports.LineMapper;
import io.tidemark.server.imports.SinkException;
import io.tidemark.server.imports.TidemarkMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Imports a file of messages. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Import messages, one JSON object a line, in the order of the file.",
            "",
            "They go to the server at --url; or into the data at --data, through the server that has it if one runs;"
                    + " with neither, to the server at $TIDEMARK_URL or the usual address if one answers, else into"
                    + " ./data/ledger. Importing a file again changes nothing, so an import that was broken off is"
                    + " simply run again.",
            ""
        },
        footer = {
            "",
            "Prints 'applied N / repeated N / ignored N / refused N' and why messages were refused. Refused and"
                    + " ignored messages do not make the import fail."
        })
final class ImportCommand implements Callable<Integer> {

    private enum Format {
        ALEPH,
        TIDEMARK
    }

    @ParentCommand
    private @Nullable TidemarkCli cli;

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Parameters(paramLabel = "FILE", description = "The file, or - for standard input.")
    private String file = "";

    @Option(
            names = "--format",
            paramLabel = "aleph|tidemark",
            defaultValue = "TIDEMARK",
            description = "aleph: Aleph credit messages. tidemark: what POST /v1/movements takes, which it is unless"
                    + " told otherwise.")
    private Format format = Format.TIDEMARK;

    @Option(
            names = "--issuer",
            paramLabel = "ADDRESS",
            description = "aleph: an address whose distributions and expenses count; may be given more than once.")
    private Set<String> issuers = new LinkedHashSet<>();

    @Option(
            names = "--channel",
            paramLabel = "NAME",
            description = "aleph: a channel whose messages count, " + AlephRules.DEFAULT_CHANNEL
                    + " unless told otherwise; may be given more than once.")
    private Set<String> channels = new LinkedHashSet<>();

    @Option(names = "--any-channel", description = "aleph: messages of every channel count.")
    private boolean anyChannel;

    @Option(
            names = "--precision-cutoff",
            paramLabel = "TIME",
            description = "aleph: amounts of messages dated before it are in the old unit;"
                    + " 2026-02-02T00:00:00Z unless told otherwise.")
    private @Nullable String precisionCutoff;

    @Option(
            names = "--precision-factor",
            paramLabel = "N",
            description = "aleph: how many units of today the old unit is; 10000 unless told otherwise.")
    private @Nullable Long precisionFactor;

    @Option(
            names = "--retry-refused",
            description =
                    "Have messages judged again that an earlier import was refused. They stay refused" + " otherwise.")
    private boolean retryRefused;

    @Option(names = "--strict", description = "Stop at the first line that is no message at all, and return 1.")
    private boolean strict;

    @Option(names = "--verbose", description = "Print every refused line.")
    private boolean verbose;

    @Option(names = "--url", paramLabel = "URL", description = "The server to import into.")
    private @Nullable String url;

    @Option(names = "--json", description = "Print the summary as JSON, for programs.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Surroundings surroundings = Surroundings.of(cli);
        LineMapper mapper = mapper(surroundings.terminal());
        ImportMode mode = retryRefused ? ImportMode.RETRY_REFUSED : ImportMode.KEEP_REFUSED;
        ImportReport report = new ImportReport(surroundings.terminal(), file, verbose);
        try (InputStream in = open(surroundings.terminal());
                ImportTarget target = ImportTarget.choose(url, database, mode, surroundings)) {
            report.begin(size(), target.description());
            Instant start = Instant.now();
            ImportSummary summary =
                    new Importer(mapper, target.sink(), report, strict, Importer.DEFAULT_LINE_BYTES).run(in);
            report.end(summary, Duration.between(start, Instant.now()), json);
            return exitCode(summary);
        }
    }

    private int exitCode(ImportSummary summary) {
        SinkException failure = summary.failure();
        if (failure != null) {
            return failure.isUnreachable() ? ExitCode.UNREACHABLE : ExitCode.FAILED;
        }
        return strict && summary.malformed() > 0 ? ExitCode.FAILED : ExitCode.OK;
    }

    private LineMapper mapper(Terminal terminal) {
        boolean alephOptions = !issuers.isEmpty()
                || !channels.isEmpty()
                || anyChannel
                || precisionCutoff != null
                || precisionFactor != null;
        if (format == Format.TIDEMARK) {
            if (alephOptions) {
                throw new CommandException(
                        ExitCode.USAGE, "issuers, channels and precision are those of --format aleph");
            }
            return new TidemarkMapper();
        }
        if (anyChannel && !channels.isEmpty()) {
            throw new CommandException(ExitCode.USAGE, "either --channel or --any-channel");
        }
        Set<String> taken = channels.isEmpty() && !anyChannel ? Set.of(AlephRules.DEFAULT_CHANNEL) : channels;
        AlephRules rules = new AlephRules(taken, issuers, cutoff(), factor());
        if (issuers.isEmpty()) {
            terminal.err().println("note: without --issuer every distribution and expense is ignored");
        }
        return new AlephMapper(rules);
    }

    private Instant cutoff() {
        if (precisionCutoff == null) {
            return AlephRules.DEFAULT_PRECISION_CUTOFF;
        }
        try {
            return OffsetDateTime.parse(precisionCutoff).toInstant();
        } catch (DateTimeException e) {
            throw new CommandException(
                    ExitCode.USAGE, "--precision-cutoff must be a time such as 2026-02-02T00:00:00Z");
        }
    }

    private long factor() {
        long factor = precisionFactor == null ? AlephRules.DEFAULT_PRECISION_FACTOR : precisionFactor;
        if (factor < 1) {
            throw new CommandException(ExitCode.USAGE, "--precision-factor must be at least 1");
        }
        return factor;
    }

    private InputStream open(Terminal terminal) throws IOException {
        if (file.equals("-")) {
            return terminal.in();
        }
        Path path = Path.of(file);
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw new CommandException(ExitCode.USAGE, "'" + file + "' is not a file that can be read");
        }
        return Files.newInputStream(path);
    }

    private long size() throws IOException {
        return file.equals("-") ? 0 : Files.size(Path.of(file));
    }
}
