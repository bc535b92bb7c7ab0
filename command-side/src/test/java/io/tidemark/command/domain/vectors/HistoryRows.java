package io.tidemark.command.domain.vectors;

import io.tidemark.messages.MovementKind;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.messages.event.CreditGranted;
import io.tidemark.messages.event.CreditReceived;
import io.tidemark.messages.event.CreditSpent;
import io.tidemark.messages.event.NewLot;
import io.tidemark.messages.event.Transferred;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events as the rows of the reference's history. A debit shows what was asked for there; here that is what was drained
 * and the shortfall together.
 */
final class HistoryRows {

    /** One row: its fields by their names in the vectors; fields that are null there are missing here. */
    record Row(String ref, int index, Map<String, String> fields) {}

    private HistoryRows() {}

    /** The rows of all events by ref and index. */
    static List<Row> of(List<AccountEvent> journal) {
        List<Row> rows = new ArrayList<>();
        for (AccountEvent event : journal) {
            switch (event) {
                case CreditGranted granted ->
                    rows.add(row(
                            event,
                            granted.index(),
                            granted.amount(),
                            granted.expiresAt(),
                            granted.kind() == MovementKind.TRANSFER ? granted.issuer() : null));
                case CreditSpent spent -> {
                    long drained = spent.drains().stream()
                            .mapToLong(drain -> drain.amount())
                            .sum();
                    rows.add(row(event, spent.index(), -(drained + spent.shortfall()), null, null));
                }
                case Transferred sent -> rows.add(row(event, sent.index(), -sent.amount(), null, sent.to()));
                case CreditReceived received -> {
                    for (NewLot lot : received.lots()) {
                        rows.add(row(event, lot.index(), lot.amount(), lot.expiresAt(), received.from()));
                    }
                }
            }
        }
        rows.sort(Comparator.comparing(Row::ref).thenComparingInt(Row::index));
        return rows;
    }

    private static Row row(
            AccountEvent event, int index, long amount, @Nullable Instant expiresAt, @Nullable String counterparty) {
        Map<String, String> fields = new HashMap<>(event.metadata());
        fields.put("address", event.account());
        fields.put("amount", Long.toString(amount));
        fields.put("credit_ref", event.ref());
        fields.put("credit_index", Integer.toString(index));
        fields.put("message_timestamp", event.effectiveAt().toString());
        if (expiresAt != null) {
            fields.put("expiration_date", expiresAt.toString());
        }
        if (counterparty != null) {
            fields.put("origin", counterparty);
        }
        return new Row(event.ref(), index, Map.copyOf(fields));
    }
}
