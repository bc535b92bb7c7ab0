package io.tidemark.server.http.movements;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a value is in a document.
 *
 * @param parent where the object or array is that holds it; {@code null} for the document itself
 * @param name name of the member; {@code null} for an element of an array
 * @param index place of the element
 */
record FieldPath(@Nullable FieldPath parent, @Nullable String name, int index) {

    /** The document itself. */
    static final FieldPath ROOT = new FieldPath(null, "", 0);

    /** The member of the object that is here. */
    FieldPath member(String member) {
        return new FieldPath(this, member, 0);
    }

    /** The element of the array that is here. */
    FieldPath element(int element) {
        return new FieldPath(this, null, element);
    }

    /** As refusals name fields, such as {@code items[3].currency}; empty for the document. */
    String field() {
        if (parent == null) {
            return "";
        }
        String before = parent.field();
        if (name == null) {
            return before + "[" + index + "]";
        }
        return before.isEmpty() ? name : before + "." + name;
    }

    /** As a JSON pointer (RFC 6901), such as {@code /items/3/currency}. */
    String pointer() {
        if (parent == null) {
            return "";
        }
        String token =
                name == null ? Integer.toString(index) : name.replace("~", "~0").replace("/", "~1");
        return parent.pointer() + "/" + token;
    }

    /** Both, as fields of a problem. */
    Map<String, Object> asFields() {
        return Map.of("field", field(), "pointer", pointer());
    }

    /** What the value is called in a sentence. */
    String called() {
        return parent == null ? "the message" : "'" + field() + "'";
    }
}
