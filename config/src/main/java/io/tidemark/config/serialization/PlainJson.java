package io.tidemark.config.serialization;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A place in JSON as {@link EventCodec} writes it for most events: no spaces, texts in ASCII without escapes, and numbers
 * of at most 18 digits. Reads such JSON several times as fast as a parser that takes all of it can; whatever is not such
 * is not read at all, and then the parser is asked. Not thread-safe.
 */
final class PlainJson {

    private static final int MOST_DIGITS = 18;

    private final RepeatedTexts texts;
    private byte[] bytes = new byte[0];
    private int position;
    private int end;
    private int textStart;
    private int textEnd;
    private long number;

    PlainJson(RepeatedTexts texts) {
        this.texts = texts;
    }

    /** Goes to the first of some bytes. */
    void begin(byte[] from, int start, int stop) {
        this.bytes = from;
        this.position = start;
        this.end = stop;
    }

    /** Whether all bytes were read. */
    boolean isAtEnd() {
        return position == end;
    }

    /** Takes a character, if it is the next. */
    boolean takes(char expected) {
        if (position < end && bytes[position] == expected) {
            position++;
            return true;
        }
        return false;
    }

    /** Takes a text, if one is next and it is plain. */
    boolean takesText() {
        if (!takes('"')) {
            return false;
        }
        int at = position;
        while (at < end && bytes[at] != '"') {
            // Below a space are control characters, and as signed numbers all bytes beyond ASCII.
            if (bytes[at] < ' ' || bytes[at] == '\\') {
                return false;
            }
            at++;
        }
        if (at == end) {
            return false;
        }
        textStart = position;
        textEnd = at;
        position = at + 1;
        return true;
    }

    /** Takes a whole number, if one is next and it is not too long. */
    boolean takesNumber() {
        boolean isNegative = takes('-');
        int first = position;
        long value = 0;
        while (position < end && bytes[position] >= '0' && bytes[position] <= '9') {
            value = 10 * value + (bytes[position] - '0');
            position++;
        }
        int digits = position - first;
        number = isNegative ? -value : value;
        // No number begins with 0 but 0 itself.
        return digits >= 1 && digits <= MOST_DIGITS && (digits == 1 || bytes[first] != '0');
    }

    /** The field whose name the text is that was taken; {@code null} if there is none. */
    @Nullable
    EventField field() {
        return EventField.of(bytes, textStart, textEnd);
    }

    /** The text that was taken. */
    String text() {
        return new String(bytes, textStart, textEnd - textStart, StandardCharsets.ISO_8859_1);
    }

    /** The text that was taken, of a kind that comes again. */
    String repeatedText() {
        return texts.of(bytes, textStart, textEnd);
    }

    /** The number that was taken. */
    long number() {
        return number;
    }
}
