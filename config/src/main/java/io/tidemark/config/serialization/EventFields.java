package io.tidemark.config.serialization;

import io.tidemark.messages.event.LotDrain;
import io.tidemark.messages.event.NewLot;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The fields of one stored event after another, of whichever type, as they were read. Not thread-safe. */
final class EventFields {

    private final @Nullable String[] texts = new String[EventField.COUNT];
    private final long[] numbers = new long[EventField.COUNT];
    private final boolean[] hasNumber = new boolean[EventField.COUNT];
    private @Nullable EventParts drains;
    private @Nullable EventParts lots;
    private Map<String, String> metadata = Map.of();
    private Map<String, String> messageMetadata = Map.of();

    /** Reads the next event of a parser, in place of the last one. */
    void read(JsonParser in) {
        clear();
        expect(in.nextToken(), JsonToken.START_OBJECT, "an event");
        for (JsonToken next = in.nextToken(); next != JsonToken.END_OBJECT; next = in.nextToken()) {
            expect(next, JsonToken.PROPERTY_NAME, "a field");
            String name = in.currentName();
            EventField field = EventField.of(name);
            JsonToken token = in.nextToken();
            if (field == null || !take(in, field, token)) {
                throw new IllegalArgumentException("a stored event has the unknown field '" + name + "'");
            }
        }
    }

    /** Forgets the last event. */
    void clear() {
        Arrays.fill(texts, null);
        Arrays.fill(hasNumber, false);
        drains = null;
        lots = null;
        metadata = Map.of();
        messageMetadata = Map.of();
    }

    private boolean take(JsonParser in, EventField field, JsonToken token) {
        switch (field.kind()) {
            case TEXT -> takeText(field, text(in, field, token));
            case NUMBER -> takeNumber(field, number(in, field, token));
            case LOTS -> takeLots(field, parts(in, field, token));
            case NOTES -> takeNotes(field, map(in, field, token));
            case NUMBER_OF_A_LOT -> {
                return false;
            }
        }
        return true;
    }

    /** Takes the value of a field that has a text. */
    void takeText(EventField field, String value) {
        texts[field.slot()] = value;
    }

    /** Takes the value of a field that has a number. */
    void takeNumber(EventField field, long value) {
        numbers[field.slot()] = value;
        hasNumber[field.slot()] = true;
    }

    /** Takes the value of a field that has lots, or what was taken from lots. */
    void takeLots(EventField field, EventParts value) {
        if (field == EventField.DRAINS) {
            drains = value;
        } else {
            lots = value;
        }
    }

    /** Takes the value of a field that has notes. */
    void takeNotes(EventField field, Map<String, String> value) {
        if (field == EventField.METADATA) {
            metadata = value;
        } else {
            messageMetadata = value;
        }
    }

    private static String text(JsonParser in, EventField field, JsonToken token) {
        expect(token, JsonToken.VALUE_STRING, field.text());
        return in.getString();
    }

    private static long number(JsonParser in, EventField field, JsonToken token) {
        expect(token, JsonToken.VALUE_NUMBER_INT, field.text());
        return in.getLongValue();
    }

    private static Map<String, String> map(JsonParser in, EventField field, JsonToken token) {
        expect(token, JsonToken.START_OBJECT, field.text());
        return JsonMaps.read(in);
    }

    private static EventParts parts(JsonParser in, EventField field, JsonToken token) {
        expect(token, JsonToken.START_ARRAY, field.text());
        EventParts parts = new EventParts();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            parts.add(part(in));
        }
        return parts;
    }

    private static EventParts.Part part(JsonParser in) {
        String ref = "";
        int index = 0;
        long amount = 0;
        Instant grantedAt = Instant.EPOCH;
        Instant expiresAt = null;
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            EventField field = EventField.of(name);
            if (field == null) {
                throw unknownOfLot(name);
            }
            switch (field) {
                case REF -> ref = in.getString();
                case INDEX -> index = in.getIntValue();
                case AMOUNT -> amount = in.getLongValue();
                case GRANTED_AT -> grantedAt = JsonTime.instant(in.getLongValue());
                case EXPIRES_AT -> expiresAt = JsonTime.instant(in.getLongValue());
                default -> throw unknownOfLot(name);
            }
        }
        return new EventParts.Part(ref, index, amount, grantedAt, expiresAt);
    }

    private static IllegalArgumentException unknownOfLot(String name) {
        return new IllegalArgumentException("a stored lot has the unknown field '" + name + "'");
    }

    String account() {
        return text(EventField.ACCOUNT);
    }

    String ref() {
        return text(EventField.REF);
    }

    String currency() {
        return text(EventField.CURRENCY);
    }

    String kind() {
        return text(EventField.KIND);
    }

    String issuer() {
        return text(EventField.ISSUER);
    }

    String to() {
        return text(EventField.TO);
    }

    String from() {
        return text(EventField.FROM);
    }

    int index() {
        return Math.toIntExact(number(EventField.INDEX));
    }

    long amount() {
        return number(EventField.AMOUNT);
    }

    /** Absent means 0. */
    long shortfall() {
        return has(EventField.SHORTFALL) ? number(EventField.SHORTFALL) : 0;
    }

    /** {@code null} means never. */
    @Nullable
    Instant expiresAt() {
        return has(EventField.EXPIRES_AT) ? JsonTime.instant(number(EventField.EXPIRES_AT)) : null;
    }

    Instant effectiveAt() {
        return JsonTime.instant(number(EventField.EFFECTIVE_AT));
    }

    Map<String, String> metadata() {
        return metadata;
    }

    Map<String, String> messageMetadata() {
        return messageMetadata;
    }

    /** What was taken from lots, under the name that all events have for it. */
    List<LotDrain> drains() {
        EventParts parts = required(drains, EventField.DRAINS);
        LotDrain[] made = new LotDrain[parts.count()];
        for (int i = 0; i < made.length; i++) {
            EventParts.Part part = parts.get(i);
            made[i] = new LotDrain(part.ref(), part.index(), part.amount(), part.grantedAt(), part.expiresAt());
        }
        return List.of(made);
    }

    /** The lots that the event's own message made. */
    List<NewLot> lots() {
        String own = ref();
        EventParts parts = required(lots, EventField.LOTS);
        NewLot[] made = new NewLot[parts.count()];
        for (int i = 0; i < made.length; i++) {
            EventParts.Part part = parts.get(i);
            made[i] = new NewLot(own, part.index(), part.amount(), part.expiresAt());
        }
        return List.of(made);
    }

    private boolean has(EventField field) {
        return hasNumber[field.slot()];
    }

    private long number(EventField field) {
        if (!has(field)) {
            throw lacks(field);
        }
        return numbers[field.slot()];
    }

    private String text(EventField field) {
        return required(texts[field.slot()], field);
    }

    private static <T> T required(@Nullable T value, EventField field) {
        if (value == null) {
            throw lacks(field);
        }
        return value;
    }

    private static IllegalArgumentException lacks(EventField field) {
        return new IllegalArgumentException("a stored event lacks the field '" + field.text() + "'");
    }

    private static void expect(@Nullable JsonToken found, JsonToken expected, String name) {
        if (found != expected) {
            throw new IllegalArgumentException("a stored event has " + found + " where " + name + " should be");
        }
    }
}
