package io.tidemark.server.imports;

import io.tidemark.messages.Limits;
import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.ShortfallPolicy;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the ledger's own messages, as {@code POST /v1/movements} takes them: one object a line, with a {@code kind}.
 * Unknown fields and wrong types make a line malformed; values are left to the ledger to judge. Immutable and safe to
 * share.
 */
public final class TidemarkMapper implements LineMapper {

    private static final Set<String> GRANT_FIELDS =
            Set.of("kind", "ref", "issuer", "effective_at", "metadata", "items");
    private static final Set<String> SPEND_FIELDS =
            Set.of("kind", "ref", "shortfall", "effective_at", "metadata", "items");
    private static final Set<String> TRANSFER_FIELDS =
            Set.of("kind", "ref", "from", "effective_at", "metadata", "items");

    /** A mapper of the ledger's own format. */
    public TidemarkMapper() {}

    @Override
    public MappedLine map(String line) {
        try {
            return new MappedLine.Movement(command(ImportJson.object(line)));
        } catch (ContentException e) {
            return new MappedLine.Refused(e.reason(), e.reason().type().equals("malformed-line"));
        }
    }

    private static MovementCommand command(JsonNode message) throws ContentException {
        String kind = text(message, "kind");
        return switch (kind) {
            case "grant" -> grant(message);
            case "spend" -> spend(message);
            case "transfer" -> transfer(message);
            default -> throw malformed("kind must be grant, spend or transfer");
        };
    }

    private static GrantCredits grant(JsonNode message) throws ContentException {
        onlyFields(message, GRANT_FIELDS);
        List<GrantCredits.Item> items = new ArrayList<>();
        for (JsonNode item : items(message)) {
            onlyFields(item, Set.of("account", "amount", "currency", "expires_at", "metadata"));
            items.add(new GrantCredits.Item(
                    text(item, "account"), amount(item), currency(item), time(item, "expires_at"), notes(item)));
        }
        return new GrantCredits(
                text(message, "ref"), text(message, "issuer"), time(message, "effective_at"), notes(message), items);
    }

    private static SpendCredits spend(JsonNode message) throws ContentException {
        onlyFields(message, SPEND_FIELDS);
        List<SpendCredits.Item> items = new ArrayList<>();
        for (JsonNode item : items(message)) {
            onlyFields(item, Set.of("account", "amount", "currency", "metadata"));
            items.add(new SpendCredits.Item(text(item, "account"), amount(item), currency(item), notes(item)));
        }
        ShortfallPolicy shortfall = ImportJson.isAbsent(message.path("shortfall"))
                ? ShortfallPolicy.REJECT
                : switch (text(message, "shortfall")) {
                    case "REJECT" -> ShortfallPolicy.REJECT;
                    case "DRAIN_AVAILABLE" -> ShortfallPolicy.DRAIN_AVAILABLE;
                    default -> throw malformed("shortfall must be REJECT or DRAIN_AVAILABLE");
                };
        return new SpendCredits(text(message, "ref"), time(message, "effective_at"), shortfall, notes(message), items);
    }

    private static TransferCredits transfer(JsonNode message) throws ContentException {
        onlyFields(message, TRANSFER_FIELDS);
        List<TransferCredits.Item> items = new ArrayList<>();
        for (JsonNode item : items(message)) {
            onlyFields(item, Set.of("to", "amount", "currency", "expires_at", "metadata"));
            items.add(new TransferCredits.Item(
                    text(item, "to"), amount(item), currency(item), time(item, "expires_at"), notes(item)));
        }
        return new TransferCredits(
                text(message, "ref"), text(message, "from"), time(message, "effective_at"), notes(message), items);
    }

    private static JsonNode items(JsonNode message) throws ContentException {
        JsonNode items = message.path("items");
        if (!items.isArray()) {
            throw malformed("items must be a list");
        }
        return items;
    }

    private static void onlyFields(JsonNode object, Set<String> known) throws ContentException {
        if (!object.isObject()) {
            throw malformed("an item must be an object");
        }
        for (String field : object.propertyNames()) {
            if (!known.contains(field)) {
                throw malformed("unknown field '" + field + "'");
            }
        }
    }

    private static String text(JsonNode object, String field) throws ContentException {
        String text = ImportJson.textOrNull(object, field);
        if (text == null) {
            throw malformed(field + " must be a string");
        }
        return ImportJson.storable(text, field);
    }

    private static String currency(JsonNode item) throws ContentException {
        return ImportJson.isAbsent(item.path("currency")) ? Limits.DEFAULT_CURRENCY : text(item, "currency");
    }

    private static long amount(JsonNode item) throws ContentException {
        JsonNode node = item.path("amount");
        BigInteger amount;
        if (node.isIntegralNumber()) {
            amount = node.bigIntegerValue();
        } else if (node.isString() && node.stringValue().matches("-?[0-9]{1,40}")) {
            amount = new BigInteger(node.stringValue());
        } else {
            throw malformed("amount must be an integer");
        }
        if (amount.bitLength() > 63) {
            throw new ContentException("amount-out-of-range", "amount does not fit 64 bits");
        }
        return amount.longValueExact();
    }

    private static @Nullable Instant time(JsonNode object, String field) throws ContentException {
        JsonNode node = object.path(field);
        if (ImportJson.isAbsent(node)) {
            return null;
        }
        Instant time = null;
        if (node.isIntegralNumber()) {
            time = Numbers.ofMillis(node.bigIntegerValue());
        } else if (node.isString()) {
            time = parsed(node.stringValue());
        }
        if (time == null || !time.equals(time.truncatedTo(ChronoUnit.MICROS))) {
            throw malformed(field + " must be a time of RFC 3339 to the microsecond, or whole milliseconds");
        }
        return time;
    }

    private static @Nullable Instant parsed(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Map<String, String> notes(JsonNode object) throws ContentException {
        JsonNode node = object.path("metadata");
        if (ImportJson.isAbsent(node)) {
            return Map.of();
        }
        if (!node.isObject()) {
            throw malformed("metadata must be an object of strings");
        }
        Map<String, String> notes = new LinkedHashMap<>();
        for (String key : node.propertyNames()) {
            notes.put(ImportJson.storable(key, "a key of metadata"), text(node, key));
        }
        return notes;
    }

    private static ContentException malformed(String detail) {
        return new ContentException("malformed-line", detail);
    }
}
