package io.tidemark.server.http.json;

import io.tidemark.server.http.json.JsonValue.JsonArray;
import io.tidemark.server.http.json.JsonValue.JsonBoolean;
import io.tidemark.server.http.json.JsonValue.JsonNull;
import io.tidemark.server.http.json.JsonValue.JsonNumber;
import io.tidemark.server.http.json.JsonValue.JsonObject;
import io.tidemark.server.http.json.JsonValue.JsonText;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one JSON document strictly. UTF-8 is decoded here, with errors reported, because the parser's own decoder lets
 * overlong forms through; a byte order mark, a name given twice in one object, and anything after the document are
 * errors. Safe to use from any thread.
 */
public final class StrictJson {

    /** Deepest nesting of objects and arrays. */
    public static final int MOST_LEVELS = 32;

    /** Most characters of a number; the largest amount has 19. */
    public static final int MOST_NUMBER_CHARACTERS = 40;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MOST_LEVELS)
                    .maxNumberLength(MOST_NUMBER_CHARACTERS)
                    .build())
            .build();

    private StrictJson() {}

    /**
     * Reads a document.
     *
     * @param bytes where it is
     * @param length how many of the bytes, from the first, it takes up
     * @throws MalformedJsonException if the bytes are not exactly one document
     */
    public static JsonValue parse(byte[] bytes, int length) throws MalformedJsonException {
        CharBuffer characters = decoded(bytes, length);
        if (characters.hasRemaining() && characters.get(characters.position()) == BYTE_ORDER_MARK) {
            throw new MalformedJsonException("the document begins with a byte order mark");
        }
        char[] array = characters.array();
        try (JsonParser parser =
                FACTORY.createParser(ObjectReadContext.empty(), array, characters.position(), characters.remaining())) {
            return document(parser);
        } catch (StreamConstraintsException e) {
            throw new MalformedJsonException("the document is nested deeper than " + MOST_LEVELS
                    + " levels, or has a number of more than " + MOST_NUMBER_CHARACTERS + " characters" + place(e));
        } catch (JacksonException e) {
            throw new MalformedJsonException("the document is not well-formed JSON" + place(e));
        }
    }

    private static CharBuffer decoded(byte[] bytes, int length) throws MalformedJsonException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, length));
        } catch (CharacterCodingException e) {
            throw new MalformedJsonException("the document is not valid UTF-8");
        }
    }

    private static String place(JacksonException e) {
        if (e.getLocation() == null) {
            return "";
        }
        return ", near line " + e.getLocation().getLineNr() + ", column "
                + e.getLocation().getColumnNr();
    }

    private static JsonValue document(JsonParser parser) throws MalformedJsonException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new MalformedJsonException("there is no document");
        }
        JsonValue value = value(parser, first);
        if (parser.nextToken() != null) {
            throw new MalformedJsonException("something follows the document");
        }
        return value;
    }

    private static JsonValue value(JsonParser parser, @Nullable JsonToken token) throws MalformedJsonException {
        if (token == null) {
            throw new MalformedJsonException("the document ends too early");
        }
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> new JsonText(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getString());
            case VALUE_TRUE -> new JsonBoolean(true);
            case VALUE_FALSE -> new JsonBoolean(false);
            case VALUE_NULL -> JsonNull.NULL;
            default -> throw new MalformedJsonException("the document is not well-formed JSON");
        };
    }

    private static JsonValue number(String literal) throws MalformedJsonException {
        if (literal.length() > MOST_NUMBER_CHARACTERS) {
            throw new MalformedJsonException("a number has more than " + MOST_NUMBER_CHARACTERS + " characters");
        }
        return new JsonNumber(literal);
    }

    private static JsonValue object(JsonParser parser) throws MalformedJsonException {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (members.put(name, value(parser, parser.nextToken())) != null) {
                throw new MalformedJsonException("the name '" + name + "' is there twice in one object");
            }
        }
        return new JsonObject(members);
    }

    private static JsonValue array(JsonParser parser) throws MalformedJsonException {
        List<JsonValue> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(parser, token));
        }
        return new JsonArray(items);
    }
}
