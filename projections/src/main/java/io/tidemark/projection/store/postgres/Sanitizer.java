package io.tidemark.projection.store.postgres;

import io.tidemark.projection.store.Column;
import io.tidemark.projection.store.ColumnType;
import org.jspecify.annotations.Nullable;

/**
 * Takes the character NUL out of texts, which PostgreSQL cannot store. Works on the copy that is sent; the row in memory
 * and the journal keep theirs.
 */
final class Sanitizer {

    private static final String ESCAPED_NUL = "\\u0000";

    private Sanitizer() {}

    /** The value of a column without NUL. */
    static @Nullable Object clean(Column<?> column, @Nullable Object value) {
        if (!(value instanceof String text)) {
            return value;
        }
        String clean = text.indexOf('\0') < 0 ? text : text.replace("\0", "");
        return column.type() == ColumnType.JSON ? withoutEscapes(clean) : clean;
    }

    /** Drops the escape for NUL, but not the end of an escaped backslash before the same letters. */
    private static String withoutEscapes(String json) {
        if (!json.contains(ESCAPED_NUL)) {
            return json;
        }
        StringBuilder clean = new StringBuilder(json.length());
        int i = 0;
        while (i < json.length()) {
            if (json.charAt(i) != '\\') {
                clean.append(json.charAt(i++));
            } else if (json.startsWith(ESCAPED_NUL, i)) {
                i += ESCAPED_NUL.length();
            } else {
                clean.append(json, i, Math.min(i + 2, json.length()));
                i += 2;
            }
        }
        return clean.toString();
    }
}
