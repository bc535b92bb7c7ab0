package io.tidemark.config.serialization;

import io.tidemark.messages.event.LotDrain;
import io.tidemark.messages.event.NewLot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The fields of one stored event, of whichever type, as they were read. */
final class EventFields {

    private static final int USUAL_FIELDS = 12;

    private final List<String> names = new ArrayList<>(USUAL_FIELDS);
    private final List<Object> values = new ArrayList<>(USUAL_FIELDS);

    private EventFields() {}

    static EventFields read(JsonParser in) {
        expect(in.nextToken(), JsonToken.START_OBJECT, "an event");
        EventFields fields = new EventFields();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            JsonToken token = in.nextToken();
            fields.names.add(name);
            fields.values.add(value(in, name, token));
        }
        return fields;
    }

    private static Object value(JsonParser in, String name, JsonToken token) {
        return switch (name) {
            case "account", "ref", "currency", "kind", "issuer", "to", "from" -> {
                expect(token, JsonToken.VALUE_STRING, name);
                yield in.getString();
            }
            case "index", "amount", "shortfall", "expires_at_us", "effective_at_us" -> {
                expect(token, JsonToken.VALUE_NUMBER_INT, name);
                yield in.getLongValue();
            }
            case "drains", "lots" -> {
                expect(token, JsonToken.START_ARRAY, name);
                yield parts(in);
            }
            case "metadata", "message_metadata" -> {
                expect(token, JsonToken.START_OBJECT, name);
                yield JsonMaps.read(in);
            }
            default -> throw new IllegalArgumentException("a stored event has the unknown field '" + name + "'");
        };
    }

    private static List<Part> parts(JsonParser in) {
        List<Part> parts = new ArrayList<>(1);
        while (in.nextToken() != JsonToken.END_ARRAY) {
            parts.add(part(in));
        }
        return parts;
    }

    private static Part part(JsonParser in) {
        String ref = "";
        int index = 0;
        long amount = 0;
        Instant grantedAt = Instant.EPOCH;
        Instant expiresAt = null;
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            switch (name) {
                case "ref" -> ref = in.getString();
                case "index" -> index = in.getIntValue();
                case "amount" -> amount = in.getLongValue();
                case "granted_at_us" -> grantedAt = JsonTime.instant(in.getLongValue());
                case "expires_at_us" -> expiresAt = JsonTime.instant(in.getLongValue());
                default -> throw new IllegalArgumentException("a stored lot has the unknown field '" + name + "'");
            }
        }
        return new Part(ref, index, amount, grantedAt, expiresAt);
    }

    String text(String name) {
        return (String) required(name);
    }

    long number(String name) {
        return (Long) required(name);
    }

    long numberOrZero(String name) {
        Object value = find(name);
        return value == null ? 0 : (Long) value;
    }

    int integer(String name) {
        return Math.toIntExact(number(name));
    }

    Instant time(String name) {
        return JsonTime.instant(number(name));
    }

    @Nullable
    Instant timeOrNull(String name) {
        Object value = find(name);
        return value == null ? null : JsonTime.instant((Long) value);
    }

    @SuppressWarnings("unchecked") // Only maps of strings are read under these names.
    Map<String, String> map(String name) {
        Object value = find(name);
        return value == null ? Map.of() : (Map<String, String>) value;
    }

    /** What was taken from lots, under the name that all events have for it. */
    List<LotDrain> drains() {
        return parts("drains").stream()
                .map(part -> new LotDrain(part.ref, part.index, part.amount, part.grantedAt, part.expiresAt))
                .toList();
    }

    /** The lots that the event's own message made. */
    List<NewLot> lots() {
        String ref = text("ref");
        return parts("lots").stream()
                .map(part -> new NewLot(ref, part.index, part.amount, part.expiresAt))
                .toList();
    }

    @SuppressWarnings("unchecked") // Only parts are read under these names.
    private List<Part> parts(String name) {
        return (List<Part>) required(name);
    }

    private Object required(String name) {
        Object value = find(name);
        if (value == null) {
            throw new IllegalArgumentException("a stored event lacks the field '" + name + "'");
        }
        return value;
    }

    private @Nullable Object find(String name) {
        int i = names.indexOf(name);
        return i < 0 ? null : values.get(i);
    }

    private static void expect(JsonToken found, JsonToken expected, String name) {
        if (found != expected) {
            throw new IllegalArgumentException("a stored event has " + found + " where " + name + " should be");
        }
    }

    private record Part(
            String ref,
            int index,
            long amount,
            Instant grantedAt,
            @Nullable Instant expiresAt) {}
}
