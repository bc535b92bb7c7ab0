package io.tidemark.journal;

/**
 * Tells whether bytes are one JSON value in UTF-8 (RFC 8259) that can stand in a line as it is: no line ends, and nothing
 * but the value. Scans and keeps nothing.
 */
final class JsonText {

    /** Deeper ones are valid JSON, and not for a scan that recurses. */
    private static final int MOST_DEPTH = 64;

    private static final int NONE = -1;

    private final byte[] bytes;
    private final int end;
    private int at;

    private JsonText(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /** Where the value that begins at {@code from} ends, exclusive; -1 if none begins there and ends before {@code end}. */
    static int endOf(byte[] bytes, int from, int end) {
        JsonText text = new JsonText(bytes, from, end);
        return text.value(MOST_DEPTH) ? text.at : NONE;
    }

    private boolean value(int depth) {
        if (at == end || depth == 0) {
            return false;
        }
        return switch (bytes[at]) {
            case '{' -> list('}', depth, true);
            case '[' -> list(']', depth, false);
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        };
    }

    /** An object or an array. */
    private boolean list(char close, int depth, boolean members) {
        at++;
        spaces();
        if (take(close)) {
            return true;
        }
        do {
            spaces();
            boolean item = (!members || name()) && value(depth - 1);
            if (!item) {
                return false;
            }
            spaces();
        } while (take(','));
        return take(close);
    }

    private boolean name() {
        boolean named = at < end && bytes[at] == '"' && string();
        spaces();
        boolean separated = named && take(':');
        spaces();
        return separated;
    }

    private boolean string() {
        at++;
        while (at < end) {
            int next = bytes[at];
            if (next == '"') {
                at++;
                return true;
            }
            boolean taken = next < 0 ? beyondAscii() : next == '\\' ? escape() : plain(next);
            if (!taken) {
                return false;
            }
        }
        return false;
    }

    private boolean plain(int next) {
        at++;
        return next >= ' ';
    }

    private boolean escape() {
        at++;
        if (at == end) {
            return false;
        }
        int escaped = bytes[at++];
        if (escaped != 'u') {
            return "\"\\/bfnrt".indexOf(escaped) >= 0;
        }
        for (int i = 0; i < 4; i++) {
            if (at == end || Character.digit(bytes[at++], 16) < 0) {
                return false;
            }
        }
        return true;
    }

    /** One character of two to four bytes: the shortest form, no surrogates, nothing above U+10FFFF. */
    private boolean beyondAscii() {
        int first = bytes[at] & 0xff;
        int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
        if (first < 0xc2 || first > 0xf4 || end - at <= more) {
            return false;
        }
        int point = first & (0x3f >> more);
        for (int i = 1; i <= more; i++) {
            int next = bytes[at + i] & 0xff;
            if (next >> 6 != 2) {
                return false;
            }
            point = (point << 6) | (next & 0x3f);
        }
        at += more + 1;
        boolean shortest = more == 1 || (more == 2 ? point >= 0x800 : point >= 0x10000);
        return shortest && point <= Character.MAX_CODE_POINT && (point < 0xd800 || point > 0xdfff);
    }

    private boolean number() {
        take('-');
        boolean integer = take('0') || digits();
        boolean fraction = !take('.') || digits();
        return integer && fraction && (!(take('e') || take('E')) || exponent());
    }

    private boolean exponent() {
        if (!take('+')) {
            take('-');
        }
        return digits();
    }

    private boolean digits() {
        int from = at;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at > from;
    }

    private boolean word(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (!take(word.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private void spaces() {
        while (take(' ')) {
            // Of JSON's white space this is what does not end a line or look like it.
        }
    }

    private boolean take(char expected) {
        if (at < end && bytes[at] == expected) {
            at++;
            return true;
        }
        return false;
    }
}
