package io.tidemark.config.serialization;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gives one string for texts that come again and again, such as currencies and accounts: less to allocate, and maps find
 * equal what is the same. Remembers the last text of each place of a small table, so it never grows. Not thread-safe.
 */
final class RepeatedTexts {

    /** A power of two; several times the accounts that a stretch of a busy journal has. */
    private static final int PLACES = 1 << 15;

    /** Longer texts are hardly repeated, and would be dear to keep. */
    private static final int LONGEST = 64;

    private final @Nullable Text[] places = new Text[PLACES];

    /** The text that these bytes are in ASCII. */
    String of(byte[] bytes, int start, int end) {
        if (end - start > LONGEST) {
            return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
        }
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + bytes[i];
        }
        int place = (hash ^ (hash >>> 15)) & (PLACES - 1);
        Text known = places[place];
        if (known != null && Arrays.equals(known.bytes, 0, known.bytes.length, bytes, start, end)) {
            return known.text;
        }
        byte[] copy = Arrays.copyOfRange(bytes, start, end);
        String text = new String(copy, StandardCharsets.ISO_8859_1);
        places[place] = new Text(copy, text);
        return text;
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared and never changed.
    private record Text(byte[] bytes, String text) {}
}
