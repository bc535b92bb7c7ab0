package io.tidemark.server.http.json;

import java.util.List;
import java.util.Map;

/** A JSON value as it was sent: numbers keep their literal, so that nothing is rounded before it is judged. */
public sealed interface JsonValue {

    /** What the value is, for a sentence such as "must be a string and is a number". */
    String described();

    /**
     * An object.
     *
     * @param members its members in the order they were sent, no name twice
     */
    record JsonObject(Map<String, JsonValue> members) implements JsonValue {
        @Override
        public String described() {
            return "an object";
        }
    }

    /**
     * An array.
     *
     * @param items its elements
     */
    record JsonArray(List<JsonValue> items) implements JsonValue {
        @Override
        public String described() {
            return "an array";
        }
    }

    /**
     * A string.
     *
     * @param text its characters; may hold NUL and unpaired surrogates, which escapes can produce
     */
    record JsonText(String text) implements JsonValue {
        @Override
        public String described() {
            return "a string";
        }
    }

    /**
     * A number.
     *
     * @param literal exactly what was sent, such as {@code 1e3}
     */
    record JsonNumber(String literal) implements JsonValue {
        @Override
        public String described() {
            return "a number";
        }
    }

    /**
     * True or false.
     *
     * @param value which of them
     */
    record JsonBoolean(boolean value) implements JsonValue {
        @Override
        public String described() {
            return "a boolean";
        }
    }

    /** The null value. */
    enum JsonNull implements JsonValue {
        /** The only one. */
        NULL;

        @Override
        public String described() {
            return "null";
        }
    }
}
