package io.tidemark.server.imports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines of UTF-8 in constant memory: a line that is too long is skipped and not kept. Lines end with a line feed
 * or with the end of the input; a carriage return before it is not part of the line, nor is a byte order mark before
 * the first. For one thread at a time.
 */
final class LineReader {

    /**
     * One line.
     *
     * @param number its number, from 1
     * @param text what it holds; {@code null} if that is no text
     * @param problem why there is no text; {@code null} if there is
     */
    record Line(
            long number, @Nullable String text, @Nullable String problem) {}

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final InputStream in;
    private final int maxLineBytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private int position;
    private int end;
    private long lines;
    private long bytes;

    LineReader(InputStream in, int maxLineBytes) {
        this.in = in;
        this.maxLineBytes = maxLineBytes;
    }

    /** The next line; {@code null} after the last. */
    @Nullable
    Line next() throws IOException {
        line.reset();
        boolean overlong = false;
        boolean any = false;
        while (fill()) {
            any = true;
            int lineFeed = indexOfLineFeed();
            int stop = lineFeed < 0 ? end : lineFeed;
            overlong |= line.size() + (stop - position) > maxLineBytes;
            if (overlong) {
                line.reset();
            } else {
                line.write(buffer, position, stop - position);
            }
            bytes += (lineFeed < 0 ? stop : stop + 1) - position;
            position = lineFeed < 0 ? end : stop + 1;
            if (lineFeed >= 0) {
                break;
            }
        }
        if (!any) {
            return null;
        }
        lines++;
        return overlong ? new Line(lines, null, "longer than " + maxLineBytes + " bytes") : decoded();
    }

    /** How many bytes have been read as lines so far. */
    long bytes() {
        return bytes;
    }

    private boolean fill() throws IOException {
        if (position < end) {
            return true;
        }
        position = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }

    private int indexOfLineFeed() {
        for (int i = position; i < end; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private Line decoded() {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(line.toByteArray()))
                    .toString();
            int from = lines == 1 && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
            int to = text.endsWith("\r") ? text.length() - 1 : text.length();
            return new Line(lines, text.substring(from, Math.max(from, to)), null);
        } catch (CharacterCodingException e) {
            return new Line(lines, null, "not UTF-8");
        }
    }
}
