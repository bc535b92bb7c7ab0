package io.tidemark.command.domain;

import io.tidemark.messages.Limits;
import io.tidemark.messages.Texts;
import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import io.tidemark.messages.refusal.Refusal;
import io.tidemark.messages.refusal.Refusal.AmountOutOfRange;
import io.tidemark.messages.refusal.Refusal.InvalidAccount;
import io.tidemark.messages.refusal.Refusal.InvalidField;
import io.tidemark.messages.refusal.Refusal.NotAnIssuer;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be said of a message without looking at any account. Answers the first thing that is wrong with it. */
final class MessageCheck {

    private final Rules rules;
    private final Limits limits;

    MessageCheck(Rules rules) {
        this.rules = rules;
        this.limits = rules.limits();
    }

    @Nullable
    Refusal check(MovementCommand command) {
        Refusal refusal = ref(command.ref());
        if (refusal == null) {
            refusal = time(command.effectiveAt(), "effective_at");
        }
        if (refusal == null) {
            refusal = metadata(command.metadata(), "metadata");
        }
        if (refusal == null) {
            refusal = size(command.size());
        }
        if (refusal != null) {
            return refusal;
        }
        return switch (command) {
            case GrantCredits grant -> grant(grant);
            case SpendCredits spend -> spend(spend);
            case TransferCredits transfer -> transfer(transfer);
        };
    }

    private @Nullable Refusal grant(GrantCredits grant) {
        Refusal issuer = account(grant.issuer(), "issuer");
        if (issuer != null) {
            return issuer;
        }
        for (int i = 0; i < grant.items().size(); i++) {
            GrantCredits.Item item = grant.items().get(i);
            Refusal refusal = account(item.account(), path(i, "account"));
            if (refusal == null) {
                refusal = item(i, item.amount(), item.currency(), item.expiresAt(), item.metadata());
            }
            if (refusal != null) {
                return refusal;
            }
        }
        return rules.mayIssue(grant.issuer()) ? null : new NotAnIssuer(grant.issuer());
    }

    private @Nullable Refusal spend(SpendCredits spend) {
        for (int i = 0; i < spend.items().size(); i++) {
            SpendCredits.Item item = spend.items().get(i);
            Refusal refusal = account(item.account(), path(i, "account"));
            if (refusal == null) {
                refusal = item(i, item.amount(), item.currency(), null, item.metadata());
            }
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    private @Nullable Refusal transfer(TransferCredits transfer) {
        Refusal from = account(transfer.from(), "from");
        if (from != null) {
            return from;
        }
        for (int i = 0; i < transfer.items().size(); i++) {
            TransferCredits.Item item = transfer.items().get(i);
            Refusal refusal = account(item.to(), path(i, "to"));
            if (refusal == null && item.to().equals(transfer.from())) {
                refusal = new InvalidAccount(item.to(), path(i, "to"), "a transfer to its own sender");
            }
            if (refusal == null) {
                refusal = item(i, item.amount(), item.currency(), item.expiresAt(), item.metadata());
            }
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    private @Nullable Refusal item(
            int i, long amount, String currency, @Nullable Instant expiresAt, Map<String, String> metadata) {
        if (!isCurrency(currency)) {
            return new InvalidField(
                    "invalid-currency",
                    path(i, "currency"),
                    "a currency is 1 to " + Limits.CURRENCY_LENGTH + " of A-Z, 0-9 and _");
        }
        if (amount < 1) {
            return new AmountOutOfRange(path(i, "amount"), "an amount is at least 1, this one is " + amount);
        }
        Refusal refusal = time(expiresAt, path(i, "expires_at"));
        return refusal != null ? refusal : metadata(metadata, path(i, "metadata"));
    }

    private @Nullable Refusal ref(String ref) {
        String fault = idFault(ref);
        return fault == null ? null : new InvalidField("invalid-ref", "ref", fault);
    }

    private @Nullable Refusal account(String account, String field) {
        String fault = idFault(account);
        if (fault == null && account.charAt(0) == '@') {
            fault = "ids that begin with @ are the ledger's own";
        }
        return fault == null ? null : new InvalidAccount(account, field, fault);
    }

    private @Nullable String idFault(String id) {
        if (id.isBlank()) {
            return "an id is not blank";
        }
        if (!Texts.isStorable(id)) {
            return "an id has no NUL and no unpaired surrogate";
        }
        return isLongerThan(id, limits.idLength()) ? "an id has at most " + limits.idLength() + " characters" : null;
    }

    private @Nullable Refusal size(int items) {
        if (items == 0) {
            return new InvalidField("no-items", "items", "a message has at least one item");
        }
        return items > limits.itemsPerMessage()
                ? new InvalidField(
                        "too-many-items", "items", "a message has at most " + limits.itemsPerMessage() + " items")
                : null;
    }

    private static @Nullable Refusal time(@Nullable Instant time, String field) {
        return time == null || Micros.isInRange(time)
                ? null
                : new InvalidField("invalid-time", field, "a time is of the years 1 to 9999");
    }

    private @Nullable Refusal metadata(Map<String, String> metadata, String field) {
        if (metadata.isEmpty()) {
            return null;
        }
        String fault = metadata.size() > limits.metadataKeys()
                ? "metadata has at most " + limits.metadataKeys() + " keys"
                : metadata.entrySet().stream().anyMatch(entry -> !isMetadata(entry.getKey(), entry.getValue()))
                        ? "a metadata key is 1 to " + limits.metadataKeyLength() + " characters, a value at most "
                                + limits.metadataValueLength() + ", without NUL and unpaired surrogates"
                        : null;
        return fault == null ? null : new InvalidField("invalid-metadata", field, fault);
    }

    private boolean isMetadata(String key, String value) {
        return !key.isEmpty()
                && Texts.isStorable(key)
                && !isLongerThan(key, limits.metadataKeyLength())
                && Texts.isStorable(value)
                && !isLongerThan(value, limits.metadataValueLength());
    }

    private static boolean isLongerThan(String text, int characters) {
        return text.length() > characters && text.codePointCount(0, text.length()) > characters;
    }

    private static boolean isCurrency(String currency) {
        if (currency.isEmpty() || currency.length() > Limits.CURRENCY_LENGTH) {
            return false;
        }
        for (int i = 0; i < currency.length(); i++) {
            char c = currency.charAt(i);
            if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '_') {
                return false;
            }
        }
        return true;
    }

    private static String path(int item, String field) {
        return "items[" + item + "]." + field;
    }
}
