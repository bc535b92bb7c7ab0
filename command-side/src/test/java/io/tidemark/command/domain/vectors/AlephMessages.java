package io.tidemark.command.domain.vectors;

import io.tidemark.messages.Limits;
import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.ShortfallPolicy;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Turns credit messages into commands as the rule book says (credit-lots I.3): amounts of before the precision cutoff
 * are scaled, an expense drains what is available, descriptive fields become metadata.
 */
final class AlephMessages {

    /** A message that cannot be stated as a command. */
    static final class UnreadableMessage extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableMessage(String message) {
            super(message);
        }
    }

    private static final Instant PRECISION_CUTOFF = Instant.parse("2026-02-02T00:00:00Z");
    private static final BigInteger PRECISION_FACTOR = BigInteger.valueOf(10_000);

    private AlephMessages() {}

    /** A grant of each entry. */
    static GrantCredits distribution(String ref, String issuer, Instant time, JsonNode distribution)
            throws UnreadableMessage {
        List<GrantCredits.Item> items = new ArrayList<>();
        for (JsonNode entry : distribution.path("credits")) {
            Map<String, String> notes = new LinkedHashMap<>();
            for (String name : List.of("price", "tx_hash", "provider", "origin", "payment_method")) {
                note(notes, name, entry.path(name));
            }
            note(notes, "origin_ref", entry.path("ref"));
            note(notes, "token", distribution.path("token"));
            note(notes, "chain", distribution.path("chain"));
            if (entry.path("bonus_amount").asInt(0) != 0) {
                note(notes, "bonus_amount", entry.path("bonus_amount"));
            }
            items.add(new GrantCredits.Item(
                    address(entry), amount(entry, time), Limits.DEFAULT_CURRENCY, expiration(entry), notes));
        }
        return new GrantCredits(ref, issuer, time, Map.of(), items);
    }

    /** A spend of each entry. */
    static SpendCredits expense(String ref, Instant time, JsonNode expense) throws UnreadableMessage {
        List<SpendCredits.Item> items = new ArrayList<>();
        for (JsonNode entry : expense.path("credits")) {
            Map<String, String> notes = new LinkedHashMap<>();
            notes.put("provider", "ALEPH");
            notes.put("payment_method", "credit_expense");
            note(notes, "price", entry.path("price"));
            note(notes, "tx_hash", entry.path("node_id"));
            note(notes, "origin", entry.path("execution_id"));
            note(notes, "origin_ref", entry.path("ref"));
            note(notes, "expense_count", entry.path("count"));
            note(notes, "expense_size_mib", entry.path("size"));
            items.add(new SpendCredits.Item(address(entry), amount(entry, time), Limits.DEFAULT_CURRENCY, notes));
        }
        return new SpendCredits(ref, time, ShortfallPolicy.DRAIN_AVAILABLE, Map.of(), items);
    }

    /** A transfer to each entry. */
    static TransferCredits transfer(String ref, String from, Instant time, JsonNode transfer) throws UnreadableMessage {
        Map<String, String> notes = Map.of("provider", "ALEPH", "payment_method", "credit_transfer");
        List<TransferCredits.Item> items = new ArrayList<>();
        for (JsonNode entry : transfer.path("credits")) {
            items.add(new TransferCredits.Item(
                    address(entry), amount(entry, time), Limits.DEFAULT_CURRENCY, expiration(entry), notes));
        }
        return new TransferCredits(ref, from, time, Map.of(), items);
    }

    /**
     * The command of a post, or {@code null} when the gates say that it has no effect.
     *
     * @throws UnreadableMessage if it is one with an effect and is not well formed
     */
    static @Nullable MovementCommand post(JsonNode post, Vector.Gates gates) throws UnreadableMessage {
        String owner = post.path("address").asString(post.path("sender").asString());
        String type = post.path("type").asString();
        JsonNode content = post.path("content");
        boolean admitted = gates.types().contains(type)
                && (gates.channels().isEmpty()
                        || gates.channels().contains(post.path("channel").asString()))
                && !content.isEmpty();
        boolean byIssuer = gates.issuers().contains(owner);
        String kind = type.replace("aleph_credit_", "");
        if (!admitted || (!kind.equals("transfer") && !byIssuer)) {
            return null;
        }
        JsonNode body = content.path(kind);
        if (!body.path("credits").isArray()) {
            throw new UnreadableMessage("no list of credits for a " + kind);
        }
        String ref = post.path("item_hash").asString();
        Instant time = time(post.path("time").decimalValue());
        return switch (kind) {
            case "distribution" -> distribution(ref, owner, time, body);
            case "expense" -> expense(ref, time, body);
            case "transfer" -> withoutRepeatedRecipients(transfer(ref, owner, time, body));
            default -> throw new UnreadableMessage("a " + kind);
        };
    }

    private static TransferCredits withoutRepeatedRecipients(TransferCredits transfer) throws UnreadableMessage {
        Set<String> recipients = new HashSet<>();
        for (TransferCredits.Item item : transfer.items()) {
            if (!recipients.add(item.to())) {
                throw new UnreadableMessage(item.to() + " is named twice");
            }
        }
        return transfer;
    }

    private static String address(JsonNode entry) throws UnreadableMessage {
        if (!entry.path("address").isString()) {
            throw new UnreadableMessage("an address that is no text");
        }
        return entry.path("address").asString();
    }

    private static long amount(JsonNode entry, Instant time) throws UnreadableMessage {
        JsonNode amount = entry.path("amount");
        if (!amount.isIntegralNumber()) {
            throw new UnreadableMessage("an amount that is no whole number: " + amount);
        }
        BigInteger scaled = time.isBefore(PRECISION_CUTOFF)
                ? amount.bigIntegerValue().multiply(PRECISION_FACTOR)
                : amount.bigIntegerValue();
        if (scaled.bitLength() > 63) {
            throw new UnreadableMessage("an amount that does not fit: " + scaled);
        }
        return scaled.longValueExact();
    }

    private static @Nullable Instant expiration(JsonNode entry) {
        long millis = entry.path("expiration").asLong(0);
        return millis == 0 ? null : Instant.ofEpochMilli(millis);
    }

    private static Instant time(BigDecimal seconds) {
        return Instant.EPOCH.plusNanos(seconds.movePointRight(6).toBigInteger().longValueExact() * 1_000);
    }

    private static void note(Map<String, String> notes, String name, JsonNode value) {
        if (!value.isMissingNode() && !value.isNull() && !value.asString().isEmpty()) {
            notes.put(name, value.asString());
        }
    }
}
