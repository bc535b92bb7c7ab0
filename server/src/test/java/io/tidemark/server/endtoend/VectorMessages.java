package io.tidemark.server.endtoend;

import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.ShortfallPolicy;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import io.tidemark.server.imports.AlephMapper;
import io.tidemark.server.imports.AlephRules;
import io.tidemark.server.imports.MappedLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns the writing steps of a vector into messages of the HTTP interface. */
final class VectorMessages {

    private static final JsonMapper JSON = new JsonMapper();

    /** Begins the refs of lots that the reference does not have; sorts after all of its refs. */
    static final String CONCEDED = "~";

    private VectorMessages() {}

    /** A grant of each entry. */
    static GrantCredits distribution(JsonNode step) {
        List<GrantCredits.Item> items = new ArrayList<>();
        step.path("credits")
                .forEach(entry ->
                        items.add(new GrantCredits.Item(address(entry), amount(step, entry), expiration(entry))));
        return new GrantCredits(hash(step), "issuer", time(step), Map.of(), items);
    }

    /** A spend of each entry. */
    static SpendCredits expense(JsonNode step) {
        List<SpendCredits.Item> items = new ArrayList<>();
        step.path("credits").forEach(entry -> items.add(new SpendCredits.Item(address(entry), amount(step, entry))));
        return new SpendCredits(hash(step), time(step), ShortfallPolicy.DRAIN_AVAILABLE, Map.of(), items);
    }

    /** A transfer to each entry; of an issuer, a grant. */
    static MovementCommand transfer(JsonNode step) {
        String from = step.path("sender").asString();
        List<TransferCredits.Item> items = new ArrayList<>();
        List<GrantCredits.Item> grants = new ArrayList<>();
        for (JsonNode entry : step.path("credits")) {
            grants.add(new GrantCredits.Item(address(entry), amount(step, entry), expiration(entry)));
            items.add(new TransferCredits.Item(
                    address(entry), amount(step, entry), "CREDIT", expiration(entry), Map.of()));
        }
        return texts(step.path("whitelist")).contains(from)
                ? new GrantCredits(hash(step), from, time(step), Map.of(), grants)
                : new TransferCredits(hash(step), from, time(step), Map.of(), items);
    }

    /**
     * What the reference records of a transfer that Tidemark refuses for want of credit: it moves what is there, and
     * where nothing is there it credits the recipient all the same (credit-lots 2.5, step 4). Put in instead, it lets
     * the rest of such a vector be compared. What is credited comes from a lot of the sender that is drained last.
     *
     * @param available what the sender has
     * @return one message, or two: that lot, and the transfer of what can be moved then
     */
    static List<MovementCommand> conceded(TransferCredits refused, long available) {
        List<TransferCredits.Item> moved = new ArrayList<>();
        long left = available;
        long credited = 0;
        for (TransferCredits.Item item : refused.items()) {
            long amount = left == 0 ? item.amount() : Math.min(left, item.amount());
            credited += left == 0 ? amount : 0;
            left -= left == 0 ? 0 : amount;
            moved.add(new TransferCredits.Item(item.to(), amount, item.currency(), item.expiresAt(), item.metadata()));
        }
        List<MovementCommand> messages = new ArrayList<>();
        if (credited > 0) {
            messages.add(new GrantCredits(
                    CONCEDED + refused.ref(),
                    "issuer",
                    refused.effectiveAt(),
                    Map.of(),
                    List.of(new GrantCredits.Item(refused.from(), credited))));
        }
        messages.add(
                new TransferCredits(refused.ref(), refused.from(), refused.effectiveAt(), refused.metadata(), moved));
        return messages;
    }

    /** What a row of history is: a grant when it adds, else a spend. */
    static MovementCommand row(JsonNode row) {
        String ref = row.path("credit_ref").asString();
        String address = row.path("address").asString();
        long amount = row.path("amount").asLong();
        JsonNode expiry = row.path("expiration_date");
        Instant expiresAt = expiry.isString() ? Instant.parse(expiry.asString()) : null;
        return amount > 0
                ? new GrantCredits(
                        ref, "issuer", time(row), Map.of(), List.of(new GrantCredits.Item(address, amount, expiresAt)))
                : new SpendCredits(
                        ref,
                        time(row),
                        ShortfallPolicy.DRAIN_AVAILABLE,
                        Map.of(),
                        List.of(new SpendCredits.Item(address, -amount)));
    }

    /** What the importer makes of a post. */
    static MappedLine post(JsonNode step, JsonNode config) {
        ObjectNode message = JSON.createObjectNode();
        message.put("type", "POST").put("chain", "ETH");
        for (String field : List.of("item_hash", "sender", "channel", "time")) {
            message.set(field, step.path(field));
        }
        ObjectNode content = message.putObject("content");
        content.set("type", step.path("type"));
        content.set("address", step.has("address") ? step.path("address") : step.path("sender"));
        content.set("time", step.path("time"));
        content.set("content", step.path("content"));
        AlephRules rules = new AlephRules(
                texts(config.path("channels")),
                texts(config.path("whitelist")),
                AlephRules.DEFAULT_PRECISION_CUTOFF,
                AlephRules.DEFAULT_PRECISION_FACTOR);
        return new AlephMapper(rules).map(message.toString());
    }

    /** The body of the request that a command is, with every id made one of its vector's own. */
    static String body(MovementCommand command, String prefix) {
        ObjectNode message = JSON.createObjectNode();
        message.put("ref", prefix + command.ref());
        if (command.effectiveAt() != null) {
            message.put("effective_at", command.effectiveAt().toString());
        }
        command.metadata().forEach(message.withObject("/metadata")::put);
        ArrayNode items = message.putArray("items");
        switch (command) {
            case GrantCredits grant -> {
                message.put("issuer", prefix + grant.issuer());
                for (GrantCredits.Item item : grant.items()) {
                    item(items, "account", prefix + item.account(), item.amount(), item.expiresAt(), item.metadata());
                }
            }
            case SpendCredits spend -> {
                message.put("shortfall", spend.shortfall().name());
                for (SpendCredits.Item item : spend.items()) {
                    item(items, "account", prefix + item.account(), item.amount(), null, item.metadata());
                }
            }
            case TransferCredits transfer -> {
                message.put("from", prefix + transfer.from());
                for (TransferCredits.Item item : transfer.items()) {
                    item(items, "to", prefix + item.to(), item.amount(), item.expiresAt(), item.metadata());
                }
            }
        }
        return message.toString();
    }

    private static void item(
            ArrayNode items,
            String role,
            String account,
            long amount,
            @Nullable Instant expiresAt,
            Map<String, String> metadata) {
        ObjectNode item = items.addObject().put(role, account).put("amount", amount);
        if (expiresAt != null) {
            item.put("expires_at", expiresAt.toString());
        }
        if (!metadata.isEmpty()) {
            metadata.forEach(item.putObject("metadata")::put);
        }
    }

    private static String hash(JsonNode step) {
        return step.path("message_hash").asString();
    }

    private static Instant time(JsonNode step) {
        return Instant.parse(step.path("message_timestamp").asString());
    }

    private static String address(JsonNode entry) {
        return entry.path("address").asString();
    }

    /** In today's unit. */
    private static long amount(JsonNode step, JsonNode entry) {
        long factor =
                time(step).isBefore(AlephRules.DEFAULT_PRECISION_CUTOFF) ? AlephRules.DEFAULT_PRECISION_FACTOR : 1;
        return Math.multiplyExact(entry.path("amount").asLong(), factor);
    }

    private static @Nullable Instant expiration(JsonNode entry) {
        long millis = entry.path("expiration").asLong(0);
        return millis == 0 ? null : Instant.ofEpochMilli(millis);
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new HashSet<>();
        array.forEach(text -> texts.add(text.asString()));
        return texts;
    }
}
