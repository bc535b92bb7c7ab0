package io.tidemark.server.http.movements;

import io.tidemark.server.http.json.JsonValue;
import io.tidemark.server.http.json.MalformedJsonException;
import io.tidemark.server.http.json.StrictJson;
import io.tidemark.server.http.problem.Problem;
import io.tidemark.server.http.problem.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The messages of newline-delimited JSON, read as they arrive. A bad line is a message of its own; an overlong one is
 * read past, not kept. Blank lines are counted and left out.
 */
final class LineMessages implements Messages {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final InputStream in;
    private final int mostBytes;
    private final MessageForm form;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int end;
    private byte[] line = new byte[1024];
    private int length;
    private long number;

    /**
     * The messages of a stream.
     *
     * @param mostBytes most bytes of a line, without its end
     * @param form what the messages are
     */
    LineMessages(InputStream in, int mostBytes, MessageForm form) {
        this.in = in;
        this.mostBytes = mostBytes;
        this.form = form;
    }

    /** Lines begun so far, and so the number of the line that could not be read when reading fails. */
    long lines() {
        return number;
    }

    @Override
    public @Nullable Message next() throws IOException {
        while (readLine()) {
            if (length > mostBytes || !isBlank()) {
                return message();
            }
        }
        return null;
    }

    private Message message() {
        Place place = new Place("line", number);
        if (length > mostBytes) {
            return new Message.Unreadable(
                    null,
                    Problem.of(ProblemType.PAYLOAD_TOO_LARGE, "the line has more than " + mostBytes + " bytes")
                            .with("limit", (long) mostBytes),
                    place);
        }
        JsonValue message;
        try {
            message = StrictJson.parse(line, length);
        } catch (MalformedJsonException e) {
            Problem problem = Problem.of(ProblemType.MALFORMED_JSON, String.valueOf(e.getMessage()));
            return new Message.Unreadable(null, problem, place);
        }
        return form.read(message, length, place);
    }

    /** Reads to the end of the line; of an overlong one keeps just enough to know that it is. */
    private boolean readLine() throws IOException {
        length = 0;
        boolean begun = false;
        while (position < end || fill()) {
            if (!begun) {
                begun = true;
                number++;
            }
            int newline = position;
            while (newline < end && buffer[newline] != '\n') {
                newline++;
            }
            keep(newline);
            position = newline + 1;
            if (newline < end) {
                return true;
            }
        }
        return begun;
    }

    private void keep(int until) {
        int kept = Math.min(until - position, mostBytes + 1 - length);
        if (length + kept > line.length) {
            line = Arrays.copyOf(line, Math.min(Math.max(2 * line.length, length + kept), mostBytes + 1));
        }
        System.arraycopy(buffer, position, line, length, kept);
        length += kept;
    }

    private boolean fill() throws IOException {
        int count = in.read(buffer, 0, buffer.length);
        position = 0;
        end = Math.max(count, 0);
        return count > 0;
    }

    private boolean isBlank() {
        for (int i = 0; i < length; i++) {
            if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
