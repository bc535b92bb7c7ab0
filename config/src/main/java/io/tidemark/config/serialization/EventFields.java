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

    private final @Nullable RepeatedTexts texts;
    private final long[] numbers = new long[NUMBERS.size()];
    private final boolean[] hasNumber = new boolean[NUMBERS.size()];
    private @Nullable String account;
    private @Nullable String ref;
    private @Nullable String currency;
    private @Nullable String kind;
    private @Nullable String issuer;
    private @Nullable String to;
    private @Nullable String from;
    private Part @Nullable [] drains;
    private Part @Nullable [] lots;
    private Map<String, String> metadata = Map.of();
    private Map<String, String> messageMetadata = Map.of();

    /** Fields of events; texts that are repeated are shared by way of a table, if there is one. */
    EventFields(@Nullable RepeatedTexts texts) {
        this.texts = texts;
    }

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

    private void clear() {
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
        switch (name) {
            case "account" -> account = shared(in, name, token);
            case "ref" -> {
                expect(token, JsonToken.VALUE_STRING, name);
                ref = in.getString();
            }
            case "currency" -> currency = shared(in, name, token);
            case "kind" -> kind = shared(in, name, token);
            case "issuer" -> issuer = shared(in, name, token);
            case "to" -> to = shared(in, name, token);
            case "from" -> from = shared(in, name, token);
            case "index" -> number(in, INDEX, token);
            case "amount" -> number(in, AMOUNT, token);
            case "shortfall" -> number(in, SHORTFALL, token);
            case "expires_at_us" -> number(in, EXPIRES_AT, token);
            case "effective_at_us" -> number(in, EFFECTIVE_AT, token);
            case "drains" -> drains = parts(in, name, token);
            case "lots" -> lots = parts(in, name, token);
            case "metadata" -> metadata = map(in, name, token);
            case "message_metadata" -> messageMetadata = map(in, name, token);
            default -> throw new IllegalArgumentException("a stored event has the unknown field '" + name + "'");
        }
    }

    private String shared(JsonParser in, String name, JsonToken token) {
        expect(token, JsonToken.VALUE_STRING, name);
        return texts == null
                ? in.getString()
                : texts.of(in.getStringCharacters(), in.getStringOffset(), in.getStringLength());
    }

    private void number(JsonParser in, int number, JsonToken token) {
        expect(token, JsonToken.VALUE_NUMBER_INT, NUMBERS.get(number));
        numbers[number] = in.getLongValue();
        hasNumber[number] = true;
    }

    private static Map<String, String> map(JsonParser in, String name, JsonToken token) {
        expect(token, JsonToken.START_OBJECT, name);
        return JsonMaps.read(in);
    }

    private static Part[] parts(JsonParser in, String name, JsonToken token) {
        expect(token, JsonToken.START_ARRAY, name);
        Part[] parts = new Part[1];
        int count = 0;
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (count == parts.length) {
                parts = Arrays.copyOf(parts, 2 * count);
            }
            parts[count++] = part(in);
        }
        return count == parts.length ? parts : Arrays.copyOf(parts, count);
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
        Part[] parts = required(drains, "drains");
        LotDrain[] made = new LotDrain[parts.length];
        for (int i = 0; i < parts.length; i++) {
            Part part = parts[i];
            made[i] = new LotDrain(part.ref, part.index, part.amount, part.grantedAt, part.expiresAt);
        }
        return List.of(made);
    }

    /** The lots that the event's own message made. */
    List<NewLot> lots() {
        String own = ref();
        Part[] parts = required(lots, "lots");
        NewLot[] made = new NewLot[parts.length];
        for (int i = 0; i < parts.length; i++) {
            Part part = parts[i];
            made[i] = new NewLot(own, part.index, part.amount, part.expiresAt);
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

    private record Part(
            String ref,
            int index,
            long amount,
            Instant grantedAt,
            @Nullable Instant expiresAt) {}
}
