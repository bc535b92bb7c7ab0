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

    private static final int INDEX = 0;
    private static final int AMOUNT = 1;
    private static final int SHORTFALL = 2;
    private static final int EXPIRES_AT = 3;
    private static final int EFFECTIVE_AT = 4;
    private static final List<String> NUMBERS =
            List.of("index", "amount", "shortfall", "expires_at_us", "effective_at_us");

    private final long[] numbers = new long[NUMBERS.size()];
    private final boolean[] hasNumber = new boolean[NUMBERS.size()];
    private @Nullable String account;
    private @Nullable String ref;
    private @Nullable String currency;
    private @Nullable String kind;
    private @Nullable String issuer;
    private @Nullable String to;
    private @Nullable String from;
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
            take(in, name, in.nextToken());
        }
    }

    /** Forgets the last event. */
    void clear() {
        Arrays.fill(hasNumber, false);
        account = null;
        ref = null;
        currency = null;
        kind = null;
        issuer = null;
        to = null;
        from = null;
        drains = null;
        lots = null;
        metadata = Map.of();
        messageMetadata = Map.of();
    }

    private void take(JsonParser in, String name, JsonToken token) {
        boolean isKnown = switch (name) {
            case "account", "currency", "kind", "issuer", "to", "from" -> takeText(name, text(in, name, token));
            case "ref" -> takeRef(text(in, name, token));
            case "index", "amount", "shortfall", "expires_at_us", "effective_at_us" ->
                takeNumber(name, number(in, name, token));
            case "drains" -> takeDrains(parts(in, name, token));
            case "lots" -> takeLots(parts(in, name, token));
            case "metadata" -> takeMetadata(map(in, name, token));
            case "message_metadata" -> takeMessageMetadata(map(in, name, token));
            default -> false;
        };
        if (!isKnown) {
            throw new IllegalArgumentException("a stored event has the unknown field '" + name + "'");
        }
    }

    /** Takes a text, if there is a field of that name. */
    boolean takeText(String name, String value) {
        switch (name) {
            case "account" -> account = value;
            case "currency" -> currency = value;
            case "kind" -> kind = value;
            case "issuer" -> issuer = value;
            case "to" -> to = value;
            case "from" -> from = value;
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Takes a number, if there is a field of that name. */
    boolean takeNumber(String name, long value) {
        int number = NUMBERS.indexOf(name);
        if (number < 0) {
            return false;
        }
        numbers[number] = value;
        hasNumber[number] = true;
        return true;
    }

    boolean takeRef(String value) {
        ref = value;
        return true;
    }

    boolean takeDrains(EventParts value) {
        drains = value;
        return true;
    }

    boolean takeLots(EventParts value) {
        lots = value;
        return true;
    }

    boolean takeMetadata(Map<String, String> value) {
        metadata = value;
        return true;
    }

    boolean takeMessageMetadata(Map<String, String> value) {
        messageMetadata = value;
        return true;
    }

    private static String text(JsonParser in, String name, JsonToken token) {
        expect(token, JsonToken.VALUE_STRING, name);
        return in.getString();
    }

    private static long number(JsonParser in, String name, JsonToken token) {
        expect(token, JsonToken.VALUE_NUMBER_INT, name);
        return in.getLongValue();
    }

    private static Map<String, String> map(JsonParser in, String name, JsonToken token) {
        expect(token, JsonToken.START_OBJECT, name);
        return JsonMaps.read(in);
    }

    private static EventParts parts(JsonParser in, String name, JsonToken token) {
        expect(token, JsonToken.START_ARRAY, name);
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
            switch (name) {
                case "ref" -> ref = in.getString();
                case "index" -> index = in.getIntValue();
                case "amount" -> amount = in.getLongValue();
                case "granted_at_us" -> grantedAt = JsonTime.instant(in.getLongValue());
                case "expires_at_us" -> expiresAt = JsonTime.instant(in.getLongValue());
                default -> throw new IllegalArgumentException("a stored lot has the unknown field '" + name + "'");
            }
        }
        return new EventParts.Part(ref, index, amount, grantedAt, expiresAt);
    }

    String account() {
        return required(account, "account");
    }

    String ref() {
        return required(ref, "ref");
    }

    String currency() {
        return required(currency, "currency");
    }

    String kind() {
        return required(kind, "kind");
    }

    String issuer() {
        return required(issuer, "issuer");
    }

    String to() {
        return required(to, "to");
    }

    String from() {
        return required(from, "from");
    }

    int index() {
        return Math.toIntExact(number(INDEX));
    }

    long amount() {
        return number(AMOUNT);
    }

    /** Absent means 0. */
    long shortfall() {
        return hasNumber[SHORTFALL] ? numbers[SHORTFALL] : 0;
    }

    /** {@code null} means never. */
    @Nullable
    Instant expiresAt() {
        return hasNumber[EXPIRES_AT] ? JsonTime.instant(numbers[EXPIRES_AT]) : null;
    }

    Instant effectiveAt() {
        return JsonTime.instant(number(EFFECTIVE_AT));
    }

    Map<String, String> metadata() {
        return metadata;
    }

    Map<String, String> messageMetadata() {
        return messageMetadata;
    }

    /** What was taken from lots, under the name that all events have for it. */
    List<LotDrain> drains() {
        EventParts parts = required(drains, "drains");
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
        EventParts parts = required(lots, "lots");
        NewLot[] made = new NewLot[parts.count()];
        for (int i = 0; i < made.length; i++) {
            EventParts.Part part = parts.get(i);
            made[i] = new NewLot(own, part.index(), part.amount(), part.expiresAt());
        }
        return List.of(made);
    }

    private long number(int number) {
        if (!hasNumber[number]) {
            throw lacks(NUMBERS.get(number));
        }
        return numbers[number];
    }

    private static <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw lacks(name);
        }
        return value;
    }

    private static IllegalArgumentException lacks(String name) {
        return new IllegalArgumentException("a stored event lacks the field '" + name + "'");
    }

    private static void expect(@Nullable JsonToken found, JsonToken expected, String name) {
        if (found != expected) {
            throw new IllegalArgumentException("a stored event has " + found + " where " + name + " should be");
        }
    }
}
