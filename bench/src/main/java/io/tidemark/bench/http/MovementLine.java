package io.tidemark.bench.http;

import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes commands as lines of {@code POST /v1/movements}, at little cost to what is measured beside it. */
final class MovementLine {

    private MovementLine() {}

    /** Appends a command of the benchmark's, whose names need no escapes, and ends the line. */
    static void append(StringBuilder line, MovementCommand command) {
        line.append("{\"kind\":\"").append(command.kind().code());
        line.append("\",\"ref\":\"").append(command.ref());
        switch (command) {
            case GrantCredits grant -> {
                line.append("\",\"issuer\":\"").append(grant.issuer()).append("\",\"items\":[");
                grant.items().forEach(item -> item(line, "account", item.account(), item.amount(), item.expiresAt()));
            }
            case SpendCredits spend -> {
                line.append("\",\"items\":[");
                spend.items().forEach(item -> item(line, "account", item.account(), item.amount(), null));
            }
            case TransferCredits transfer -> {
                line.append("\",\"from\":\"").append(transfer.from()).append("\",\"items\":[");
                transfer.items().forEach(item -> item(line, "to", item.to(), item.amount(), item.expiresAt()));
            }
        }
        line.setLength(line.length() - 1);
        line.append("]}\n");
    }

    private static void item(
            StringBuilder line, String role, String account, long amount, @Nullable Instant expiresAt) {
        line.append("{\"").append(role).append("\":\"").append(account);
        line.append("\",\"amount\":").append(amount);
        if (expiresAt != null) {
            line.append(",\"expires_at\":\"").append(expiresAt).append('"');
        }
        line.append("},");
    }
}
