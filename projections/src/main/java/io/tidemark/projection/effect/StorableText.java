package io.tidemark.projection.effect;

/** What PostgreSQL can store as text: no NUL, and no half of a surrogate pair. */
final class StorableText {

    private StorableText() {}

    static boolean is(String text) {
        int i = 0;
        while (i < text.length()) {
            int point = text.codePointAt(i);
            if (!isStorable(point)) {
                return false;
            }
            i += Character.charCount(point);
        }
        return true;
    }

    /** The text without what cannot be stored. */
    static String of(String text) {
        if (is(text)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().filter(StorableText::isStorable).forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static boolean isStorable(int point) {
        return point != 0 && (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE);
    }
}
