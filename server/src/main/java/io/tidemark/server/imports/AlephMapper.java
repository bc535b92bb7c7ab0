package io.tidemark.server.imports;

import io.tidemark.messages.Limits;
import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.ShortfallPolicy;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads Aleph credit messages: distributions become grants, expenses spends that take what is available, and transfers
 * transfers, or grants when an issuer sends them. The message's hash is the ref, the time that its sender gave it the
 * effective time. Immutable and safe to share.
 */
public final class AlephMapper implements LineMapper {

    private static final String PROVIDER = "ALEPH";

    private final AlephRules rules;

    /** A mapper under the given rules. */
    public AlephMapper(AlephRules rules) {
        this.rules = rules;
    }

    @Override
    public MappedLine map(String line) {
        try {
            return map(ImportJson.object(line));
        } catch (ContentException e) {
            return new MappedLine.Refused(e.reason(), e.reason().type().equals("malformed-line"));
        }
    }

    private MappedLine map(JsonNode message) throws ContentException {
        String hash = ImportJson.textOrNull(message, "item_hash");
        if (hash == null || Numbers.isBlank(hash)) {
            return MappedLine.malformed("no item_hash");
        }
        String why = whyIgnored(message);
        return why != null ? new MappedLine.Ignored(why) : new MappedLine.Movement(command(hash, message));
    }

    /** The first gate that the message does not pass; {@code null} if it passes all. */
    private @Nullable String whyIgnored(JsonNode message) {
        if (!"POST".equals(ImportJson.textOrNull(message, "type"))) {
            return "not a POST";
        }
        if (!rules.channels().isEmpty() && !isIn(rules.channels(), ImportJson.textOrNull(message, "channel"))) {
            return "another channel";
        }
        JsonNode post = message.path("content");
        Kind kind = Kind.of(ImportJson.textOrNull(post, "type"));
        if (kind == null) {
            return "not about credit";
        }
        if (isEmpty(post.path("content"))) {
            return "no content";
        }
        if (kind != Kind.TRANSFER && !isIn(rules.issuers(), owner(message))) {
            return "not from an issuer";
        }
        return null;
    }

    private MovementCommand command(String hash, JsonNode message) throws ContentException {
        JsonNode post = message.path("content");
        Kind kind = Objects.requireNonNull(Kind.of(ImportJson.textOrNull(post, "type")));
        String ref = ImportJson.storable(hash, "item_hash");
        Instant time = time(message);
        long factor = rules.factorAt(time);
        JsonNode body = post.path("content").path(kind.field);
        return switch (kind) {
            case DISTRIBUTION -> distribution(ref, knownOwner(message), time, factor, body);
            case EXPENSE -> expense(ref, time, factor, body);
            case TRANSFER -> transfer(ref, knownOwner(message), time, factor, body);
        };
    }

    private static GrantCredits distribution(String ref, String issuer, Instant time, long factor, JsonNode body)
            throws ContentException {
        Map<String, String> notes = new LinkedHashMap<>();
        for (String field : List.of("token", "chain")) {
            String text = ImportJson.textOrNull(body, field);
            if (text == null) {
                throw new ContentException("missing-field", "distribution." + field + " is required");
            }
            if (!text.isEmpty()) {
                notes.put(field, ImportJson.storable(text, "distribution." + field));
            }
        }
        List<GrantCredits.Item> items = new ArrayList<>();
        for (AlephEntry entry : entries(body)) {
            Map<String, String> itemNotes = entry.notes()
                    .requiredPrice()
                    .bonus()
                    .requiredText("tx_hash", "tx_hash")
                    .requiredText("provider", "provider")
                    .text("origin", "origin")
                    .text("origin_ref", "ref")
                    .text("payment_method", "payment_method")
                    .values();
            items.add(new GrantCredits.Item(
                    entry.address(), entry.amount(factor), Limits.DEFAULT_CURRENCY, entry.expiration(), itemNotes));
        }
        return new GrantCredits(ref, issuer, time, notes, items);
    }

    private static SpendCredits expense(String ref, Instant time, long factor, JsonNode body) throws ContentException {
        List<SpendCredits.Item> items = new ArrayList<>();
        for (AlephEntry entry : entries(body)) {
            entry.checkTime();
            Map<String, String> itemNotes = entry.notes()
                    .price()
                    .text("tx_hash", "node_id")
                    .text("origin", "execution_id")
                    .text("origin_ref", "ref")
                    .count()
                    .size()
                    .values();
            items.add(new SpendCredits.Item(entry.address(), entry.amount(factor), Limits.DEFAULT_CURRENCY, itemNotes));
        }
        Map<String, String> notes = Map.of("provider", PROVIDER, "payment_method", "credit_expense");
        return new SpendCredits(ref, time, ShortfallPolicy.DRAIN_AVAILABLE, notes, items);
    }

    private MovementCommand transfer(String ref, String from, Instant time, long factor, JsonNode body)
            throws ContentException {
        List<TransferCredits.Item> items = new ArrayList<>();
        Set<String> recipients = new HashSet<>();
        for (AlephEntry entry : entries(body)) {
            String to = entry.address();
            if (!recipients.add(to)) {
                throw new ContentException("repeated-recipient", "Duplicate recipient " + to);
            }
            items.add(new TransferCredits.Item(
                    to, entry.amount(factor), Limits.DEFAULT_CURRENCY, entry.expiration(), Map.of()));
        }
        if (recipients.contains(from)) {
            throw new ContentException("self-transfer", "Self-transfer of " + from);
        }
        Map<String, String> notes = Map.of("provider", PROVIDER, "payment_method", "credit_transfer", "origin", from);
        return rules.issuers().contains(from)
                ? new GrantCredits(
                        ref,
                        from,
                        time,
                        notes,
                        items.stream().map(AlephMapper::created).toList())
                : new TransferCredits(ref, from, time, notes, items);
    }

    private static GrantCredits.Item created(TransferCredits.Item item) {
        return new GrantCredits.Item(item.to(), item.amount(), item.currency(), item.expiresAt(), item.metadata());
    }

    private static List<AlephEntry> entries(JsonNode body) throws ContentException {
        JsonNode credits = body.path("credits");
        if (!credits.isArray()) {
            throw new ContentException("invalid-credits", "credits must be a list");
        }
        if (credits.isEmpty()) {
            throw new ContentException("invalid-credits", "credits must have at least 1 entry");
        }
        List<AlephEntry> entries = new ArrayList<>(credits.size());
        for (JsonNode credit : credits) {
            entries.add(new AlephEntry(credit, entries.size()));
        }
        return entries;
    }

    private static Instant time(JsonNode message) throws ContentException {
        JsonNode node = message.path("content").path("time");
        JsonNode seconds = ImportJson.isAbsent(node) ? message.path("time") : node;
        Instant time = seconds.isNumber() ? Numbers.ofSeconds(seconds.decimalValue()) : null;
        if (time == null) {
            throw new ContentException(
                    "invalid-time", "content.time must be a number of seconds in the years 1 to 9999");
        }
        return time;
    }

    /** Who the message speaks for: its content's address, else its sender. */
    private static @Nullable String owner(JsonNode message) {
        JsonNode content = message.path("content");
        return ImportJson.isAbsent(content.path("address"))
                ? ImportJson.textOrNull(message, "sender")
                : ImportJson.textOrNull(content, "address");
    }

    private static String knownOwner(JsonNode message) throws ContentException {
        String owner = owner(message);
        if (owner == null || Numbers.isBlank(owner)) {
            throw new ContentException("invalid-address", "content.address must not be empty");
        }
        return ImportJson.storable(owner, "content.address");
    }

    private static boolean isIn(Set<String> set, @Nullable String text) {
        return text != null && set.contains(text);
    }

    private static boolean isEmpty(JsonNode node) {
        if (node.isContainer()) {
            return node.isEmpty();
        }
        if (node.isNumber()) {
            return node.decimalValue().signum() == 0;
        }
        return ImportJson.isAbsent(node)
                || (node.isString() && node.stringValue().isEmpty())
                || (node.isBoolean() && !node.booleanValue());
    }

    private enum Kind {
        DISTRIBUTION("distribution"),
        EXPENSE("expense"),
        TRANSFER("transfer");

        private final String field;

        Kind(String field) {
            this.field = field;
        }

        static @Nullable Kind of(@Nullable String postType) {
            for (Kind kind : values()) {
                if (("aleph_credit_" + kind.field).equals(postType)) {
                    return kind;
                }
            }
            return null;
        }
    }
}
