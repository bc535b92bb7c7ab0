package io.tidemark.server.imports;

import io.tidemark.config.imports.ImportedMessage;
import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes messages as {@code POST /v1/movements} takes them from imports, one object a line. */
final class MovementJson {

    private MovementJson() {}

    /** The message as one line, without its end. */
    static String write(ImportedMessage imported) {
        MovementCommand command = imported.command();
        ObjectNode message = ImportJson.newObject();
        if (imported.appearance() > 1) {
            message.put("appearance", imported.appearance());
        }
        message.put("kind", command.kind().code());
        message.put("ref", command.ref());
        time(message, "effective_at", command.effectiveAt());
        notes(message, command.metadata());
        switch (command) {
            case GrantCredits grant -> {
                message.put("issuer", grant.issuer());
                ArrayNode items = message.putArray("items");
                for (GrantCredits.Item item : grant.items()) {
                    ObjectNode node = item(items, "account", item.account(), item.amount(), item.currency());
                    time(node, "expires_at", item.expiresAt());
                    notes(node, item.metadata());
                }
            }
            case SpendCredits spend -> {
                message.put("shortfall", spend.shortfall().name());
                ArrayNode items = message.putArray("items");
                for (SpendCredits.Item item : spend.items()) {
                    notes(item(items, "account", item.account(), item.amount(), item.currency()), item.metadata());
                }
            }
            case TransferCredits transfer -> {
                message.put("from", transfer.from());
                ArrayNode items = message.putArray("items");
                for (TransferCredits.Item item : transfer.items()) {
                    ObjectNode node = item(items, "to", item.to(), item.amount(), item.currency());
                    time(node, "expires_at", item.expiresAt());
                    notes(node, item.metadata());
                }
            }
        }
        return message.toString();
    }

    private static ObjectNode item(ArrayNode items, String role, String account, long amount, String currency) {
        return items.addObject().put(role, account).put("amount", amount).put("currency", currency);
    }

    private static void time(ObjectNode node, String field, @Nullable Instant time) {
        if (time != null) {
            node.put(field, time.toString());
        }
    }

    private static void notes(ObjectNode node, Map<String, String> metadata) {
        if (!metadata.isEmpty()) {
            ObjectNode notes = node.putObject("metadata");
            metadata.forEach(notes::put);
        }
    }
}
