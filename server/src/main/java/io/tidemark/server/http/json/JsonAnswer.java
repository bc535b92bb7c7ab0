package io.tidemark.server.http.json;

import io.tidemark.messages.Texts;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes one JSON document. Amounts are integers or, for readers whose numbers are not exact above 2^53, decimal
 * strings. Used by one thread.
 */
public final class JsonAnswer {

    private static final JsonFactory FACTORY = JsonFactory.builder().build();

    private final StringWriter characters = new StringWriter(256);
    private final JsonGenerator generator;
    private final boolean amountsAsText;

    /**
     * An empty document.
     *
     * @param amountsAsText whether amounts are written as strings
     */
    public JsonAnswer(boolean amountsAsText) {
        this.generator = FACTORY.createGenerator(ObjectWriteContext.empty(), characters);
        this.amountsAsText = amountsAsText;
    }

    /** Begins an object that is the document or an element of an array. */
    public JsonAnswer object() {
        generator.writeStartObject();
        return this;
    }

    /** Begins an object that is a member. */
    public JsonAnswer object(String name) {
        generator.writeObjectPropertyStart(name);
        return this;
    }

    /** Ends the object begun last. */
    public JsonAnswer endObject() {
        generator.writeEndObject();
        return this;
    }

    /** Begins an array that is the document. */
    public JsonAnswer array() {
        generator.writeStartArray();
        return this;
    }

    /** Begins an array that is a member. */
    public JsonAnswer array(String name) {
        generator.writeArrayPropertyStart(name);
        return this;
    }

    /** Ends the array begun last. */
    public JsonAnswer endArray() {
        generator.writeEndArray();
        return this;
    }

    /** A string member; {@code null} is written as null. */
    public JsonAnswer text(String name, @Nullable String value) {
        if (value == null) {
            generator.writeNullProperty(name);
        } else {
            generator.writeStringProperty(name, value);
        }
        return this;
    }

    /** An integer member that is not an amount, such as a seq. */
    public JsonAnswer number(String name, long value) {
        generator.writeNumberProperty(name, value);
        return this;
    }

    /** An integer member that is not an amount; {@code null} is written as null. */
    public JsonAnswer number(String name, @Nullable Long value) {
        if (value == null) {
            generator.writeNullProperty(name);
            return this;
        }
        return number(name, value.longValue());
    }

    /** An amount of credit. */
    public JsonAnswer amount(String name, long value) {
        return amountsAsText ? text(name, Long.toString(value)) : number(name, value);
    }

    /** A truth value. */
    public JsonAnswer bool(String name, boolean value) {
        generator.writeBooleanProperty(name, value);
        return this;
    }

    /** An instant in RFC 3339, UTC, with as many fractional digits as it needs; {@code null} is written as null. */
    public JsonAnswer time(String name, @Nullable Instant value) {
        return text(name, value == null ? null : value.toString());
    }

    /** A member that is null. */
    public JsonAnswer nothing(String name) {
        generator.writeNullProperty(name);
        return this;
    }

    /** A member that is JSON already. */
    public JsonAnswer raw(String name, String json) {
        generator.writeName(name);
        generator.writeRawValue(json);
        return this;
    }

    /** A flat map of strings. */
    public JsonAnswer texts(String name, Map<String, String> values) {
        object(name);
        values.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> text(entry.getKey(), entry.getValue()));
        return endObject();
    }

    /** The finished document in UTF-8. */
    public byte[] toBytes() {
        generator.close();
        String json = characters.toString();
        return (Texts.isStorable(json) ? json : withSurrogatesEscaped(json)).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Answers echo ids as they were sent, also those that were refused for an unpaired surrogate. UTF-8 has no form for
     * it, but JSON has an escape, and outside of strings a document has only ASCII.
     */
    private static String withSurrogatesEscaped(String json) {
        StringBuilder escaped = new StringBuilder(json.length() + 16);
        json.codePoints().forEach(point -> {
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                escaped.append("\\u").append(Integer.toHexString(point));
            } else {
                escaped.appendCodePoint(point);
            }
        });
        return escaped.toString();
    }
}
