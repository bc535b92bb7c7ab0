package io.tidemark.command.domain.vectors;

import io.tidemark.command.domain.vectors.LotRows.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Compares what a vector expects to read. Two meant differences are translated rather than left out: the reference
 * counts a lot that begins in the future at once (credit-lots I.2, 9), so its balance is Tidemark's and that of the lots
 * still to come; and its rebuild removes drained lots, which Tidemark keeps (I.2, 6), so after one they may be missing
 * from the expectation.
 */
final class VectorReads {

    private static final Set<String> INSTANTS = Set.of("expiration_date", "message_timestamp");

    private final MemoryLedger ledger;
    private boolean drainedLotsLeftOut;

    VectorReads(MemoryLedger ledger) {
        this.ledger = ledger;
    }

    /** From here on drained lots need not be expected. */
    void leaveOutDrainedLots() {
        drainedLotsLeftOut = true;
    }

    @Nullable
    String balance(String account, Instant now, JsonNode expected) {
        long balance = Math.addExact(ledger.balance(account, now), stillToCome(account, now));
        return balance == expected.asLong() ? null : "balance is " + balance + ", expected " + expected;
    }

    @Nullable
    String details(String account, Instant now, JsonNode expected) {
        Map<Instant, Long> sums = new TreeMap<>(Comparator.naturalOrder());
        long total = 0;
        for (Row row : ledger.lots().of(account)) {
            if (row.remaining() > 0 && row.isUnexpiredAt(now)) {
                sums.merge(row.expiresAt() == null ? Instant.MIN : row.expiresAt(), row.remaining(), Long::sum);
                total += row.remaining();
            }
        }
        String shown = total + " "
                + sums.entrySet().stream()
                        .map(sum -> (sum.getKey().equals(Instant.MIN) ? "never" : sum.getKey()) + "=" + sum.getValue())
                        .toList();
        String wanted = expected.path("total").asLong() + " "
                + stream(expected.path("details"))
                        .map(detail -> detail.path("expiration_date").asString("never") + "="
                                + detail.path("amount").asLong())
                        .toList();
        return shown.equals(wanted) ? null : "details are " + shown + ", expected " + wanted;
    }

    @Nullable
    String lots(String account, JsonNode expected) {
        List<String> wanted = stream(expected).map(VectorReads::shown).toList();
        List<String> rows = ledger.lots().of(account).stream()
                .filter(row -> !drainedLotsLeftOut || row.remaining() > 0 || wanted.contains(shown(row)))
                .map(VectorReads::shown)
                .toList();
        return rows.equals(wanted) ? null : "lots are " + rows + ", expected " + wanted;
    }

    @Nullable
    String history(JsonNode where, JsonNode expected) {
        List<HistoryRows.Row> rows = HistoryRows.of(ledger.journal()).stream()
                .filter(row -> where.properties().stream()
                        .allMatch(field ->
                                field.getValue().asString().equals(row.fields().get(field.getKey()))))
                .toList();
        if (rows.size() != expected.size()) {
            return rows.size() + " rows of history, expected " + expected.size() + ": " + rows;
        }
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Map<String, String> fields = rows.get(i).fields();
            for (Map.Entry<String, JsonNode> field : expected.get(i).properties()) {
                String wanted = text(field.getKey(), field.getValue());
                String shown = fields.getOrDefault(field.getKey(), "null");
                if (!shown.equals(wanted)) {
                    differences.add("row " + i + ": " + field.getKey() + " is " + shown + ", expected " + wanted);
                }
            }
        }
        return differences.isEmpty() ? null : String.join("; ", differences);
    }

    private long stillToCome(String account, Instant now) {
        return ledger.lots().of(account).stream()
                .filter(row -> row.grantedAt().isAfter(now) && row.isUnexpiredAt(now))
                .mapToLong(Row::remaining)
                .sum();
    }

    private static String shown(Row row) {
        return row.ref() + "#" + row.index() + "=" + row.remaining() + "~" + row.expiresAt();
    }

    private static String shown(JsonNode lot) {
        return lot.path("credit_ref").asString() + "#"
                + lot.path("credit_index").asInt() + "="
                + lot.path("amount_remaining").asLong() + "~"
                + text("expiration_date", lot.path("expiration_date"));
    }

    private static String text(String name, JsonNode value) {
        if (value.isNull()) {
            return "null";
        }
        return INSTANTS.contains(name) ? Instant.parse(value.asString()).toString() : value.asString();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
