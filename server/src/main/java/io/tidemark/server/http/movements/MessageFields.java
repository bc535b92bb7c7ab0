package io.tidemark.server.http.movements;

import io.tidemark.server.http.edge.Times;
import io.tidemark.server.http.json.JsonValue;
import io.tidemark.server.http.json.JsonValue.JsonArray;
import io.tidemark.server.http.json.JsonValue.JsonNull;
import io.tidemark.server.http.json.JsonValue.JsonNumber;
import io.tidemark.server.http.json.JsonValue.JsonObject;
import io.tidemark.server.http.json.JsonValue.JsonText;
import io.tidemark.server.http.problem.Problem;
import io.tidemark.server.http.problem.ProblemException;
import io.tidemark.server.http.problem.ProblemType;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one object of a message, by name and type. Nothing is converted: a number is no string, and an amount
 * is a whole number or its decimal digits. An optional field that is null counts as left out.
 */
final class MessageFields {

    /** Whole numbers of a {@code long} have at most this many characters, with a sign. */
    private static final Pattern WHOLE_NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,18}");

    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,8}");

    private final Map<String, JsonValue> members;
    private final FieldPath path;

    private MessageFields(Map<String, JsonValue> members, FieldPath path) {
        this.members = members;
        this.path = path;
    }

    /**
     * The fields of an object.
     *
     * @param value what should be an object
     * @param path where it is
     * @param known the fields that it may have
     * @throws ProblemException if it is no object or has other fields
     */
    static MessageFields of(JsonValue value, FieldPath path, Set<String> known) {
        if (!(value instanceof JsonObject object)) {
            throw mistyped(path, "an object", value);
        }
        Map<String, JsonValue> members = object.members();
        for (String name : members.keySet()) {
            if (!known.contains(name)) {
                FieldPath unknown = path.member(name);
                throw problem(
                        ProblemType.INVALID_REQUEST, unknown, unknown.called() + " is not a field of this message");
            }
        }
        return new MessageFields(members, path);
    }

    /** A required string. */
    String text(String name) {
        JsonValue value = required(name);
        if (value instanceof JsonText given) {
            String text = given.text();
            return text;
        }
        throw mistyped(path.member(name), "a string", value);
    }

    /** An optional string. */
    @Nullable
    String textIfAny(String name) {
        return optional(name) == null ? null : text(name);
    }

    /** A required amount; those that are whole numbers and still out of range are left for the ledger to refuse. */
    long amount(String name) {
        JsonValue value = required(name);
        String literal = switch (value) {
            case JsonNumber number -> number.literal();
            case JsonText digits -> digits.text();
            default -> throw mistyped(path.member(name), "an integer or a string of digits", value);
        };
        if (WHOLE_NUMBER.matcher(literal).matches()) {
            try {
                return Long.parseLong(literal);
            } catch (NumberFormatException e) {
                throw amountOutOfRange(path.member(name));
            }
        }
        throw amountOutOfRange(path.member(name));
    }

    /** An optional instant: RFC 3339, or milliseconds since 1970 as an integer. */
    @Nullable
    Instant time(String name) {
        JsonValue value = optional(name);
        if (value == null) {
            return null;
        }
        FieldPath field = path.member(name);
        try {
            return switch (value) {
                case JsonText text -> Times.ofText(text.text());
                case JsonNumber number -> Times.ofMillis(number.literal());
                default -> throw mistyped(field, "an RFC 3339 string or integer milliseconds", value);
            };
        } catch (DateTimeException e) {
            throw problem(ProblemType.INVALID_TIME, field, field.called() + ": " + e.getMessage());
        }
    }

    /** An optional flat map of strings, empty when left out. */
    Map<String, String> metadata() {
        JsonValue value = optional("metadata");
        if (value == null) {
            return Map.of();
        }
        FieldPath field = path.member("metadata");
        if (!(value instanceof JsonObject object)) {
            throw mistyped(field, "an object of strings", value);
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        object.members().forEach((key, entry) -> {
            if (!(entry instanceof JsonText given)) {
                throw mistyped(field.member(key), "a string", entry);
            }
            metadata.put(key, given.text());
        });
        return metadata;
    }

    /** An optional count, from 1; 1 when left out. */
    int count(String name) {
        JsonValue value = optional(name);
        if (value == null) {
            return 1;
        }
        if (value instanceof JsonNumber number
                && COUNT.matcher(number.literal()).matches()) {
            return Integer.parseInt(number.literal());
        }
        throw mistyped(path.member(name), "an integer from 1 to 999999999", value);
    }

    /** A required array. */
    List<JsonValue> array(String name) {
        JsonValue value = required(name);
        if (value instanceof JsonArray array) {
            return array.items();
        }
        throw mistyped(path.member(name), "an array", value);
    }

    /** A required word out of some. */
    <T> T choice(String name, Map<String, T> words) {
        T meaning = words.get(text(name));
        if (meaning == null) {
            FieldPath field = path.member(name);
            throw problem(
                    ProblemType.INVALID_REQUEST,
                    field,
                    field.called() + " must be one of "
                            + String.join(", ", words.keySet().stream().sorted().toList()));
        }
        return meaning;
    }

    /** Whether an optional field is there. */
    boolean has(String name) {
        return optional(name) != null;
    }

    /** Where the object is. */
    FieldPath path() {
        return path;
    }

    private @Nullable JsonValue optional(String name) {
        JsonValue value = members.get(name);
        return value == JsonNull.NULL ? null : value;
    }

    private JsonValue required(String name) {
        JsonValue value = members.get(name);
        if (value == null) {
            FieldPath missing = path.member(name);
            throw problem(ProblemType.INVALID_REQUEST, missing, missing.called() + " is missing");
        }
        return value;
    }

    private static ProblemException amountOutOfRange(FieldPath field) {
        return problem(
                ProblemType.AMOUNT_OUT_OF_RANGE,
                field,
                field.called()
                        + " must be a whole number from 1 to 9223372036854775807, without sign or leading zeros");
    }

    private static ProblemException mistyped(FieldPath field, String wanted, JsonValue found) {
        return problem(
                ProblemType.INVALID_REQUEST,
                field,
                field.called() + " must be " + wanted + " and is " + found.described());
    }

    private static ProblemException problem(ProblemType type, FieldPath field, String detail) {
        return new ProblemException(new Problem(type, detail, field.asFields(), Map.of()));
    }
}
