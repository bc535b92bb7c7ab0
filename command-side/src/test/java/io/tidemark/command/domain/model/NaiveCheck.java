package io.tidemark.command.domain.model;

import io.tidemark.command.domain.Rules;
import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a message whatever the accounts hold. Collects every fault; the generator makes at most one, so
 * the order among them is not this model's business.
 */
final class NaiveCheck {

    private static final Pattern CURRENCY = Pattern.compile("[A-Z0-9_]{1,16}");
    private static final Instant YEAR_1 = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant YEAR_10_000 = Instant.parse("+10000-01-01T00:00:00Z");

    private final Rules rules;
    private final List<String> faults = new ArrayList<>();

    private NaiveCheck(Rules rules) {
        this.rules = rules;
    }

    static @Nullable String fault(MovementCommand command, Rules rules) {
        NaiveCheck check = new NaiveCheck(rules);
        check.message(command);
        if (check.faults.size() > 1) {
            throw new AssertionError("a generated message has several faults: " + check.faults);
        }
        return check.faults.isEmpty() ? null : check.faults.getFirst();
    }

    private void message(MovementCommand command) {
        if (!isId(command.ref())) {
            faults.add(Verdict.invalidField("invalid-ref", "ref"));
        }
        time("effective_at", command.effectiveAt());
        metadata("metadata", command.metadata());
        if (command.size() == 0) {
            faults.add(Verdict.invalidField("no-items", "items"));
        }
        if (command.size() > rules.limits().itemsPerMessage()) {
            faults.add(Verdict.invalidField("too-many-items", "items"));
        }
        switch (command) {
            case GrantCredits grant -> grant(grant);
            case SpendCredits spend -> spend(spend);
            case TransferCredits transfer -> transfer(transfer);
        }
    }

    private void grant(GrantCredits grant) {
        account("issuer", grant.issuer());
        if (faults.isEmpty() && !rules.issuers().isEmpty() && !rules.issuers().contains(grant.issuer())) {
            faults.add(Verdict.notAnIssuer(grant.issuer()));
        }
        for (int i = 0; i < grant.items().size(); i++) {
            GrantCredits.Item item = grant.items().get(i);
            account("items[" + i + "].account", item.account());
            item(i, item.amount(), item.currency(), item.expiresAt(), item.metadata());
        }
    }

    private void spend(SpendCredits spend) {
        for (int i = 0; i < spend.items().size(); i++) {
            SpendCredits.Item item = spend.items().get(i);
            account("items[" + i + "].account", item.account());
            item(i, item.amount(), item.currency(), null, item.metadata());
        }
    }

    private void transfer(TransferCredits transfer) {
        account("from", transfer.from());
        for (int i = 0; i < transfer.items().size(); i++) {
            TransferCredits.Item item = transfer.items().get(i);
            String field = "items[" + i + "].to";
            account(field, item.to());
            if (item.to().equals(transfer.from())) {
                faults.add(Verdict.invalidAccount(field, item.to()));
            }
            item(i, item.amount(), item.currency(), item.expiresAt(), item.metadata());
        }
    }

    private void item(int i, long amount, String currency, @Nullable Instant expiresAt, Map<String, String> metadata) {
        if (amount <= 0) {
            faults.add(Verdict.amountOutOfRange(i));
        }
        if (!CURRENCY.matcher(currency).matches()) {
            faults.add(Verdict.invalidField("invalid-currency", "items[" + i + "].currency"));
        }
        time("items[" + i + "].expires_at", expiresAt);
        metadata("items[" + i + "].metadata", metadata);
    }

    private void account(String field, String account) {
        if (!isId(account) || account.startsWith("@")) {
            faults.add(Verdict.invalidAccount(field, account));
        }
    }

    private void time(String field, @Nullable Instant time) {
        if (time != null && (time.isBefore(YEAR_1) || !time.isBefore(YEAR_10_000))) {
            faults.add(Verdict.invalidField("invalid-time", field));
        }
    }

    private void metadata(String field, Map<String, String> metadata) {
        boolean bad = metadata.size() > rules.limits().metadataKeys();
        for (Map.Entry<String, String> note : metadata.entrySet()) {
            bad |= note.getKey().isEmpty()
                    || !isText(note.getKey(), rules.limits().metadataKeyLength())
                    || !isText(note.getValue(), rules.limits().metadataValueLength());
        }
        if (bad) {
            faults.add(Verdict.invalidField("invalid-metadata", field));
        }
    }

    private boolean isId(String id) {
        return !id.isBlank() && isText(id, rules.limits().idLength());
    }

    private static boolean isText(String text, int most) {
        return text.codePoints().count() <= most
                && !text.contains("\0")
                && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
