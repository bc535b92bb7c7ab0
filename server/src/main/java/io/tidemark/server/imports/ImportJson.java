package io.tidemark.server.imports;

import io.tidemark.messages.Texts;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How imports read JSON: numbers exactly, one value a line, and only text that the ledger can keep. */
final class ImportJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ImportJson() {}

    /**
     * The value that a line holds.
     *
     * @throws ContentException if it is not one JSON object
     */
    static ObjectNode object(String line) throws ContentException {
        JsonNode node;
        try {
            node = MAPPER.readTree(line);
        } catch (JacksonException e) {
            throw new ContentException("malformed-line", "not JSON: " + e.getOriginalMessage());
        } catch (NumberFormatException e) {
            // The parser lets it through for an exponent that no decimal can have.
            throw new ContentException("malformed-line", "not JSON: a number has too large an exponent");
        }
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new ContentException("malformed-line", "not a JSON object");
    }

    /** An empty object to write into. */
    static ObjectNode newObject() {
        return MAPPER.createObjectNode();
    }

    /** The field's text; {@code null} when it is absent or anything but a string. */
    static @Nullable String textOrNull(JsonNode object, String field) {
        JsonNode node = object.path(field);
        return node.isString() ? node.stringValue() : null;
    }

    /** Whether the field is absent or null. */
    static boolean isAbsent(JsonNode node) {
        return node.isNull() || node.isMissingNode();
    }

    /**
     * The text, if the ledger can keep it.
     *
     * @param path names the field in the refusal
     * @throws ContentException if it has a NUL character or half of a surrogate pair
     */
    static String storable(String text, String path) throws ContentException {
        if (!Texts.isStorable(text)) {
            throw new ContentException(
                    "invalid-text", path + " must not hold a NUL character or half of a surrogate pair");
        }
        return text;
    }
}
