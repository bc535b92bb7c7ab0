package io.tidemark.server.http.movements;

import io.tidemark.config.imports.ImportedMessage;
import io.tidemark.messages.Limits;
import io.tidemark.messages.MovementKind;
import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.ShortfallPolicy;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import io.tidemark.server.http.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes commands of JSON messages. It refuses only what a command cannot carry (fields that are unknown, missing or of
 * another type, amounts that are no {@code long}, times that are no instant); every other judgement is the ledger's.
 */
final class MovementDecoder {

    static final Map<String, MovementKind> KINDS =
            Map.of("grant", MovementKind.GRANT, "spend", MovementKind.SPEND, "transfer", MovementKind.TRANSFER);

    private static final Map<String, ShortfallPolicy> SHORTFALLS = Map.of(
            ShortfallPolicy.REJECT.name(), ShortfallPolicy.REJECT,
            ShortfallPolicy.DRAIN_AVAILABLE.name(), ShortfallPolicy.DRAIN_AVAILABLE);

    private static final Set<String> GRANT = Set.of("ref", "issuer", "effective_at", "metadata", "items");
    private static final Set<String> SPEND = Set.of("ref", "shortfall", "effective_at", "metadata", "items");
    private static final Set<String> TRANSFER = Set.of("ref", "from", "effective_at", "metadata", "items");

    private static final Set<String> GRANT_ITEM = Set.of("account", "amount", "currency", "expires_at", "metadata");
    private static final Set<String> SPEND_ITEM = Set.of("account", "amount", "currency", "metadata");
    private static final Set<String> TRANSFER_ITEM = Set.of("to", "amount", "currency", "expires_at", "metadata");

    private MovementDecoder() {}

    /** The command that a message of a known kind is. */
    static MovementCommand decoded(MovementKind kind, JsonValue message) {
        return switch (kind) {
            case GRANT -> grant(MessageFields.of(message, FieldPath.ROOT, GRANT));
            case SPEND -> spend(MessageFields.of(message, FieldPath.ROOT, SPEND));
            case TRANSFER -> transfer(MessageFields.of(message, FieldPath.ROOT, TRANSFER));
        };
    }

    /** The command that a message is which tells its kind in a field of its own. */
    static MovementCommand decoded(JsonValue message) {
        return decoded(message, Set.of("kind"));
    }

    /** The message of an import: it may tell its appearance, too. */
    static ImportedMessage imported(JsonValue message) {
        MovementCommand command = decoded(message, Set.of("kind", "appearance"));
        return new ImportedMessage(command, anyFields(message).count("appearance"));
    }

    private static MovementCommand decoded(JsonValue message, Set<String> more) {
        MovementKind kind = anyFields(message).choice("kind", KINDS);
        return switch (kind) {
            case GRANT -> grant(MessageFields.of(message, FieldPath.ROOT, union(GRANT, more)));
            case SPEND -> spend(MessageFields.of(message, FieldPath.ROOT, union(SPEND, more)));
            case TRANSFER -> transfer(MessageFields.of(message, FieldPath.ROOT, union(TRANSFER, more)));
        };
    }

    /** The ref of a message that may be wrong otherwise; {@code null} if it has none. */
    static @Nullable String refOf(JsonValue message) {
        return message instanceof JsonValue.JsonObject object
                        && object.members().get("ref") instanceof JsonValue.JsonText ref
                ? ref.text()
                : null;
    }

    private static MessageFields anyFields(JsonValue message) {
        Set<String> any = message instanceof JsonValue.JsonObject object
                ? object.members().keySet()
                : Set.of();
        return MessageFields.of(message, FieldPath.ROOT, any);
    }

    private static Set<String> union(Set<String> fields, Set<String> more) {
        Set<String> all = new HashSet<>(fields);
        all.addAll(more);
        return all;
    }

    private static GrantCredits grant(MessageFields message) {
        return new GrantCredits(
                message.text("ref"),
                message.text("issuer"),
                message.time("effective_at"),
                message.metadata(),
                items(
                        message,
                        GRANT_ITEM,
                        item -> new GrantCredits.Item(
                                item.text("account"),
                                item.amount("amount"),
                                currency(item),
                                item.time("expires_at"),
                                item.metadata())));
    }

    private static SpendCredits spend(MessageFields message) {
        return new SpendCredits(
                message.text("ref"),
                message.time("effective_at"),
                message.has("shortfall") ? message.choice("shortfall", SHORTFALLS) : ShortfallPolicy.REJECT,
                message.metadata(),
                items(
                        message,
                        SPEND_ITEM,
                        item -> new SpendCredits.Item(
                                item.text("account"), item.amount("amount"), currency(item), item.metadata())));
    }

    private static TransferCredits transfer(MessageFields message) {
        return new TransferCredits(
                message.text("ref"),
                message.text("from"),
                message.time("effective_at"),
                message.metadata(),
                items(
                        message,
                        TRANSFER_ITEM,
                        item -> new TransferCredits.Item(
                                item.text("to"),
                                item.amount("amount"),
                                currency(item),
                                item.time("expires_at"),
                                item.metadata())));
    }

    private static <T> List<T> items(MessageFields message, Set<String> known, Function<MessageFields, T> item) {
        FieldPath path = message.path().member("items");
        List<JsonValue> values = message.array("items");
        List<T> items = new ArrayList<>(values.size());
        for (JsonValue value : values) {
            items.add(item.apply(MessageFields.of(value, path.element(items.size()), known)));
        }
        return items;
    }

    private static String currency(MessageFields item) {
        String currency = item.textIfAny("currency");
        return currency == null ? Limits.DEFAULT_CURRENCY : currency;
    }
}
