package io.tidemark.server.cli;

import io.tidemark.journal.JournalExport;
import io.tidemark.journal.JournalUnavailableException;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Writes the journal out. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Write the whole journal as lines of JSON, from which 'journal import' makes the same journal again.",
            "",
            "A server that has the data may go on meanwhile: what is written is the journal as it was at the start. It"
                    + " is not judged: 'journal verify' does that, and so does the import.",
            ""
        })
final class JournalExportCommand implements Callable<Integer> {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Parameters(paramLabel = "FILE", description = "The file, which must not be there yet; or - for standard output.")
    private String file = "";

    @Option(names = "--json", description = "Print what was written as JSON, for programs; not with standard output.")
    private boolean json;

    @Override
    public Integer call() {
        Surroundings surroundings = Surroundings.of(spec);
        Terminal terminal = surroundings.terminal();
        if (json && file.equals("-")) {
            throw new CommandException(ExitCode.USAGE, "--json is for files: standard output has the journal itself");
        }
        try (ExportFile target = ExportFile.open(file, terminal);
                JournalAccess journal = JournalAccess.toRead(database, surroundings)) {
            Rate rate = new Rate(terminal, "exporting", journal.archive().headSeq());
            JournalExport.Extent extent;
            try {
                extent = journal.archive().write(target.out(), rate::show);
            } finally {
                rate.clear();
            }
            target.keep();
            report(extent, rate, terminal);
            return ExitCode.OK;
        } catch (JournalUnavailableException | IOException e) {
            throw JournalAccess.failed(e);
        }
    }

    private void report(JournalExport.Extent extent, Rate rate, Terminal terminal) {
        if (json) {
            terminal.out()
                    .println(JSON.createObjectNode()
                            .put("events", extent.events())
                            .put("seq", extent.seq())
                            .put("hash", extent.hash())
                            .put("seconds", rate.seconds()));
            return;
        }
        (file.equals("-") ? terminal.err() : terminal.out())
                .println("wrote " + rate.done(extent.events()) + "; the head is seq " + Figures.grouped(extent.seq())
                        + ", " + extent.hash());
    }
}
