package io.tidemark.config.serialization;

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

    private final @Nullable String[] places = new String[PLACES];

    /** The text as a string. */
    String of(char[] chars, int offset, int length) {
        if (length > LONGEST) {
            return new String(chars, offset, length);
        }
        int hash = 0;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + chars[offset + i];
        }
        int place = (hash ^ (hash >>> 15)) & (PLACES - 1);
        String known = places[place];
        if (known != null && isEqual(known, chars, offset, length)) {
            return known;
        }
        String made = new String(chars, offset, length);
        places[place] = made;
        return made;
    }

    private static boolean isEqual(String known, char[] chars, int offset, int length) {
        if (known.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known.charAt(i) != chars[offset + i]) {
                return false;
            }
        }
        return true;
    }
}
