package io.tidemark.config.serialization;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The fields of stored events and of the lots within them, by their names in JSON. Found among bytes with one comparison,
 * since reading a journal is to no small part looking at names.
 */
enum EventField {
    ACCOUNT("account", Kind.TEXT),
    REF("ref", Kind.TEXT),
    CURRENCY("currency", Kind.TEXT),
    KIND("kind", Kind.TEXT),
    ISSUER("issuer", Kind.TEXT),
    TO("to", Kind.TEXT),
    FROM("from", Kind.TEXT),
    INDEX("index", Kind.NUMBER),
    AMOUNT("amount", Kind.NUMBER),
    SHORTFALL("shortfall", Kind.NUMBER),
    EXPIRES_AT("expires_at_us", Kind.NUMBER),
    EFFECTIVE_AT("effective_at_us", Kind.NUMBER),
    GRANTED_AT("granted_at_us", Kind.NUMBER_OF_A_LOT),
    DRAINS("drains", Kind.LOTS),
    LOTS("lots", Kind.LOTS),
    METADATA("metadata", Kind.NOTES),
    MESSAGE_METADATA("message_metadata", Kind.NOTES);

    /** What stands in a field of an event. */
    enum Kind {
        TEXT,
        NUMBER,
        /** Stands in the lots of an event and never in the event itself. */
        NUMBER_OF_A_LOT,
        LOTS,
        NOTES
    }

    /** How many there are. */
    static final int COUNT = values().length;

    /** A power of two, with room for the names to lie apart. */
    private static final int PLACES = 64;

    private static final @Nullable EventField[] BY_PLACE = byPlace();

    private static final Map<String, EventField> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EventField::text, field -> field));

    private final String text;

    @SuppressWarnings("ImmutableEnumChecker") // Never changed, and never handed out.
    private final byte[] bytes;

    private final Kind kind;

    EventField(String text, Kind kind) {
        this.text = text;
        this.bytes = text.getBytes(US_ASCII);
        this.kind = kind;
    }

    /** Its name in JSON. */
    String text() {
        return text;
    }

    /** Its place among {@link #COUNT}, for arrays in memory; nothing that is stored depends on it. */
    @SuppressWarnings("EnumOrdinal")
    int slot() {
        return ordinal();
    }

    Kind kind() {
        return kind;
    }

    /** The field whose name these bytes are; {@code null} if there is none. */
    static @Nullable EventField of(byte[] from, int start, int end) {
        EventField only = start < end ? BY_PLACE[place(from[start], end - start)] : null;
        return only != null && Arrays.equals(only.bytes, 0, only.bytes.length, from, start, end) ? only : null;
    }

    /** The field of that name; {@code null} if there is none. */
    static @Nullable EventField of(String name) {
        return BY_NAME.get(name);
    }

    private static @Nullable EventField[] byPlace() {
        @Nullable EventField[] fields = new EventField[PLACES];
        for (EventField field : values()) {
            int place = place(field.bytes[0], field.bytes.length);
            if (fields[place] != null) {
                throw new IllegalStateException(field + " and " + fields[place] + " come to the same place");
            }
            fields[place] = field;
        }
        return fields;
    }

    /** Chosen so that no two of the names come to the same place. */
    private static int place(byte first, int length) {
        return (17 * length + first) & (PLACES - 1);
    }
}
