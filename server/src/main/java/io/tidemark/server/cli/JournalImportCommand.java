package io.tidemark.server.cli;

import io.tidemark.journal.JournalImport.Outcome;
import io.tidemark.journal.JournalUnavailableException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes a journal out of what was written. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Make the journal anew from a file that 'journal export' wrote: the same events, the same seqs, the same"
                    + " hashes.",
            "",
            "All of it or nothing, and only where there is no journal yet. Every hash is computed anew: a file that was"
                    + " changed is refused at the first line where that shows. Projections are made from the journal"
                    + " when a server starts on it.",
            ""
        })
final class JournalImportCommand implements Callable<Integer> {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Parameters(paramLabel = "FILE", description = "The file, or - for standard input.")
    private String file = "";

    @Option(names = "--json", description = "Print what came of it as JSON, for programs.")
    private boolean json;

    @Override
    public Integer call() {
        Surroundings surroundings = Surroundings.of(spec);
        Terminal terminal = surroundings.terminal();
        boolean standardInput = file.equals("-");
        if (!standardInput && (!Files.isReadable(Path.of(file)) || Files.isDirectory(Path.of(file)))) {
            throw new CommandException(ExitCode.USAGE, "'" + file + "' is not a file that can be read");
        }
        try (Counted in = new Counted(standardInput ? terminal.in() : Files.newInputStream(Path.of(file)));
                JournalAccess journal = JournalAccess.toWrite(database, surroundings)) {
            long size = standardInput ? 0 : Files.size(Path.of(file));
            Rate rate = new Rate(terminal, "importing", size);
            Outcome outcome;
            try {
                outcome = journal.archive().read(in, events -> rate.show(events, in.count, size));
            } finally {
                rate.clear();
            }
            return report(outcome, journal, rate, terminal);
        } catch (JournalUnavailableException | IOException e) {
            throw JournalAccess.failed(e);
        }
    }

    private int report(Outcome outcome, JournalAccess journal, Rate rate, Terminal terminal) {
        return switch (outcome) {
            case Outcome.Imported imported -> {
                if (json) {
                    terminal.out()
                            .println(object(true)
                                    .put("events", imported.events())
                                    .put("hash", imported.hash())
                                    .put("seconds", rate.seconds()));
                } else {
                    terminal.out()
                            .println("imported " + rate.done(imported.events()) + "; the head is " + imported.hash());
                }
                yield ExitCode.OK;
            }
            case Outcome.NotEmpty there -> {
                String finding = "there is a journal already, with "
                        + Figures.grouped(journal.archive().headSeq())
                        + " events: an import makes one and adds to none";
                yield refused(object(false).put("finding", finding), finding, terminal);
            }
            case Outcome.Refused refused -> {
                ObjectNode answer = object(false).put("line", refused.line());
                String where = "line " + Figures.grouped(refused.line());
                if (refused.firstBadSeq().isPresent()) {
                    long seq = refused.firstBadSeq().getAsLong();
                    answer.put("first_bad_seq", seq);
                    where += ", seq " + Figures.grouped(seq);
                }
                yield refused(
                        answer.put("finding", refused.finding()),
                        where + ": " + refused.finding() + "; nothing was imported",
                        terminal);
            }
        };
    }

    private int refused(ObjectNode answer, String text, Terminal terminal) {
        if (json) {
            terminal.out().println(answer);
        } else {
            terminal.err().println("tidemark: " + text);
        }
        return ExitCode.FAILED;
    }

    private static ObjectNode object(boolean imported) {
        return JSON.createObjectNode().put("imported", imported);
    }

    /** Counts what was read. */
    private static final class Counted extends FilterInputStream {

        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
