package io.tidemark.server.imports;

import io.tidemark.config.imports.Appearances;
import io.tidemark.config.imports.ImportedMessage;
import java.io.IOException;
import java.io.InputStream;

/**
 * Runs an import: reads lines, maps them, sends the movements in the order of the file, and counts. Memory does not
 * depend on the size of the input, but for some hundred bytes a message that is refused. One run at a time.
 */
public final class Importer {

    /** Longest line that is read: room for a message of 10,000 items with all their fields. */
    public static final int DEFAULT_LINE_BYTES = 16 * 1024 * 1024;

    /** How many lines there are between two reports of progress. */
    private static final int PROGRESS_LINES = 64;

    private final LineMapper mapper;
    private final MovementSink sink;
    private final ImportListener listener;
    private final boolean strict;
    private final int maxLineBytes;

    /**
     * An import into the given sink, which stays open.
     *
     * @param mapper reads the format
     * @param sink where the movements go
     * @param listener hears of refusals and progress
     * @param strict whether the first malformed line ends the import
     * @param maxLineBytes longest line that is read; a longer one is malformed
     */
    public Importer(LineMapper mapper, MovementSink sink, ImportListener listener, boolean strict, int maxLineBytes) {
        this.mapper = mapper;
        this.sink = sink;
        this.listener = listener;
        this.strict = strict;
        this.maxLineBytes = maxLineBytes;
    }

    /**
     * Imports everything in the input, and waits for the answers.
     *
     * @return what became of the lines; with a failure in it when the ledger stopped answering
     * @throws IOException if the input cannot be read
     */
    public ImportSummary run(InputStream in) throws IOException, InterruptedException {
        Tally tally = new Tally();
        Appearances appearances = new Appearances();
        LineReader reader = new LineReader(in, maxLineBytes);
        long lines = 0;
        try {
            for (LineReader.Line line = reader.next(); line != null; line = reader.next()) {
                lines = line.number();
                boolean goOn = take(line, appearances, tally);
                if (lines % PROGRESS_LINES == 0) {
                    listener.progressed(lines, reader.bytes());
                }
                if (!goOn) {
                    break;
                }
            }
            sink.drain();
            listener.progressed(lines, reader.bytes());
            return tally.summary(lines, null);
        } catch (SinkException e) {
            return tally.summary(lines, e);
        }
    }

    private boolean take(LineReader.Line line, Appearances appearances, Tally tally)
            throws SinkException, InterruptedException {
        String text = line.text();
        if (text != null && Numbers.isBlank(text)) {
            return true;
        }
        MappedLine mapped = text == null ? MappedLine.malformed("" + line.problem()) : mapper.map(text);
        return switch (mapped) {
            case MappedLine.Ignored ignored -> {
                tally.ignored(ignored.why());
                yield true;
            }
            case MappedLine.Refused refused -> {
                refuse(line.number(), refused.reason(), refused.malformed(), tally);
                yield !(strict && refused.malformed());
            }
            case MappedLine.Movement movement -> {
                long number = line.number();
                ImportedMessage message = appearances.next(movement.command());
                sink.send(message, answer -> {
                    if (answer instanceof SinkAnswer.Applied) {
                        appearances.applied(message);
                    }
                    count(number, answer, tally);
                });
                yield true;
            }
        };
    }

    private void count(long line, SinkAnswer answer, Tally tally) {
        switch (answer) {
            case SinkAnswer.Applied applied -> tally.answered(applied);
            case SinkAnswer.Refused refused -> {
                if (refused.remembered()) {
                    tally.remembered();
                }
                refuse(line, refused.reason(), false, tally);
            }
        }
    }

    private void refuse(long line, RefusalReason reason, boolean malformed, Tally tally) {
        tally.refused(line, reason, malformed);
        listener.refused(line, reason);
    }
}
