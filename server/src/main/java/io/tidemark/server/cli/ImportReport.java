package io.tidemark.server.cli;

import io.tidemark.server.imports.ImportListener;
import io.tidemark.server.imports.ImportSummary;
import io.tidemark.server.imports.RefusalReason;
import io.tidemark.server.imports.SinkException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells people how an import goes on and what came of it. Its listening methods are safe for many threads. */
final class ImportReport implements ImportListener {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Terminal terminal;
    private final String file;
    private final boolean verbose;
    private final Progress progress;
    private long size;
    private long startNanos;

    ImportReport(Terminal terminal, String file, boolean verbose) {
        this.terminal = terminal;
        this.file = file;
        this.verbose = verbose;
        this.progress = new Progress(terminal, "importing");
    }

    synchronized void begin(long bytes, String target) {
        size = bytes;
        startNanos = System.nanoTime();
        terminal.err().println("importing " + (file.equals("-") ? "standard input" : file) + " into " + target);
    }

    @Override
    public synchronized void refused(long line, RefusalReason reason) {
        if (verbose) {
            progress.clear();
            terminal.err().println("line " + line + ": " + reason.type() + ": " + reason.detail());
        }
    }

    @Override
    public synchronized void progressed(long lines, long bytes) {
        Duration taken = Duration.ofNanos(System.nanoTime() - startNanos);
        progress.show(
                bytes,
                size,
                Figures.grouped(lines) + " lines, " + Figures.grouped(Figures.perSecond(lines, taken)) + " lines/s");
    }

    synchronized void end(ImportSummary summary, Duration taken, boolean json) {
        progress.clear();
        if (json) {
            terminal.out().println(json(summary, taken));
        } else {
            print(summary, taken);
        }
        SinkException failure = summary.failure();
        if (failure != null) {
            terminal.err().println("tidemark: " + failure.getMessage());
            terminal.err()
                    .println("The import stopped before its end. Run it again to go on: nothing is applied twice.");
        }
    }

    private void print(ImportSummary summary, Duration taken) {
        PrintWriter out = terminal.out();
        out.println(summary.counts());
        out.println(Figures.grouped(summary.lines()) + " lines in " + Figures.seconds(taken) + ", "
                + Figures.grouped(Figures.perSecond(summary.lines(), taken)) + " lines/s");
        if (!summary.ignoredBecause().isEmpty()) {
            out.println("ignored: "
                    + summary.ignoredBecause().entrySet().stream()
                            .map(reason -> Figures.grouped(reason.getValue()) + " " + reason.getKey())
                            .collect(Collectors.joining(", ")));
        }
        if (summary.remembered() > 0) {
            out.println("of the refused, " + Figures.grouped(summary.remembered())
                    + " were refused in an earlier import and not judged again; --retry-refused does that");
        }
        for (ImportSummary.Refusals refusals : summary.refusals()) {
            out.println("refused: " + Figures.grouped(refusals.count()) + " " + refusals.type());
            refusals.first().forEach(example -> out.println("  line " + example.line() + ": " + example.detail()));
            if (refusals.count() > refusals.first().size() && !verbose) {
                out.println("  ... --verbose prints them all");
            }
        }
    }

    private static ObjectNode json(ImportSummary summary, Duration taken) {
        ObjectNode json = JSON.createObjectNode()
                .put("applied", summary.applied())
                .put("repeated", summary.repeated())
                .put("ignored", summary.ignored())
                .put("refused", summary.refused())
                .put("malformed", summary.malformed())
                .put("lines", summary.lines())
                .put("last_seq", summary.lastSeq())
                .put("seconds", taken.toMillis() / 1000.0)
                .put("complete", summary.failure() == null)
                .put("remembered", summary.remembered());
        ObjectNode ignored = json.putObject("ignored_because");
        summary.ignoredBecause().forEach(ignored::put);
        ArrayNode refusals = json.putArray("refusals");
        for (ImportSummary.Refusals reason : summary.refusals()) {
            ArrayNode first = refusals.addObject()
                    .put("type", reason.type())
                    .put("count", reason.count())
                    .putArray("first");
            reason.first()
                    .forEach(example ->
                            first.addObject().put("line", example.line()).put("detail", example.detail()));
        }
        return json;
    }
}
