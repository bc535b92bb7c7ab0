package io.tidemark.server.endtoend;

import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.TransferCredits;
import io.tidemark.server.imports.MappedLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One vector, taken over HTTP on accounts and refs of its own, so that many share a ledger. The meant differences that
 * the domain's test translates are translated here too: lots that begin in the future, and drained lots that a rebuild
 * of the reference removes (credit-lots I.2, 6 and 9).
 */
final class VectorOverHttp {

    /** The clock of vectors that do not depend on it: the day on which they were executed. */
    private static final String USUAL_CLOCK = "2026-07-20T00:00:00Z";

    /** What came of a step: the difference is null when there is none. */
    record Step(
            int number,
            String op,
            boolean expecting,
            @Nullable String difference) {}

    private final LedgerHttp http;
    private final JsonNode vector;
    private final String policy;
    private final JsonNode config;
    private final String prefix;
    private Instant clock;
    private long seq;
    private boolean drainedLotsLeftOut;

    /** The vector under a policy; {@code usual} is the configuration of those that have none. */
    VectorOverHttp(LedgerHttp http, JsonNode vector, String policy, JsonNode usual) {
        this.http = http;
        this.vector = vector;
        this.policy = policy;
        this.config = vector.has("config") ? vector.path("config") : usual;
        this.prefix = vector.path("id").asString() + "/";
        this.clock = Instant.parse(vector.path("clock").asString(USUAL_CLOCK));
    }

    /** Takes all steps but those that are left out. */
    List<Step> run(VectorExceptions exceptions) {
        List<Step> steps = new ArrayList<>();
        int number = 0;
        for (JsonNode step : vector.path("steps")) {
            String op = step.path("op").asString();
            if (!exceptions.operations().contains(op)) {
                boolean expecting = step.has("expect") || step.has("expect_by_policy");
                steps.add(new Step(number, op, expecting, difference(op, step)));
            }
            number++;
        }
        return steps;
    }

    private @Nullable String difference(String op, JsonNode step) {
        JsonNode expected =
                step.has("expect_by_policy") ? step.path("expect_by_policy").path(policy) : step.path("expect");
        String account = step.path("address").asString("");
        Instant now = step.has("now") ? Instant.parse(step.path("now").asString()) : clock;
        return switch (op) {
            case "distribute" -> written(VectorMessages.distribution(step));
            case "expense" -> written(VectorMessages.expense(step));
            case "transfer" -> written(VectorMessages.transfer(step));
            case "post" -> posted(step, expected);
            case "seed_history" -> seeded(step);
            case "set_clock" -> {
                clock = now;
                yield null;
            }
            case "rebuild_all", "rebuild_address" -> {
                drainedLotsLeftOut = true;
                yield null;
            }
            case "clear_lots" -> null;
            case "balance" -> balance(account, now, expected);
            case "details" -> details(account, now, expected);
            case "lots" -> lots(account, expected);
            default -> "no such operation: " + op;
        };
    }

    private LedgerHttp.Answer send(MovementCommand command) {
        LedgerHttp.Answer answer =
                http.post("/v1/" + command.kind().code() + "s", VectorMessages.body(command, prefix));
        if (answer.status() < 300) {
            // The answer to a repeat tells the seq of the first time.
            seq = Math.max(seq, answer.json().path("seq_to").asLong());
        }
        return answer;
    }

    private @Nullable String written(MovementCommand command) {
        LedgerHttp.Answer answer = send(command);
        return answer.status() < 300 || concede(command, answer) ? null : answer.status() + " " + answer.problem();
    }

    /** Whether a transfer was refused for want of credit, and what the reference makes of it could be put in. */
    private boolean concede(MovementCommand command, LedgerHttp.Answer answer) {
        return command instanceof TransferCredits transfer
                && answer.problem().equals("insufficient-credit")
                && VectorMessages.conceded(
                                transfer, answer.json().path("available").asLong())
                        .stream()
                        .allMatch(instead -> send(instead).status() < 300);
    }

    private @Nullable String posted(JsonNode step, JsonNode expected) {
        String wanted = expected.path("outcome").asString().replace("error", "rejected");
        String outcome = switch (VectorMessages.post(step, config)) {
            case MappedLine.Ignored ignored -> "ignored";
            case MappedLine.Refused refused -> "rejected";
            case MappedLine.Movement movement -> {
                LedgerHttp.Answer answer = send(movement.command());
                if (wanted.equals("applied") && answer.status() >= 300) {
                    concede(movement.command(), answer);
                }
                yield answer.status() < 300 ? "applied" : "rejected";
            }
        };
        return outcome.equals(wanted) ? null : "is " + outcome + ", expected " + wanted;
    }

    /** Rows of history, in the order in which a rebuild of the reference takes them. */
    private @Nullable String seeded(JsonNode step) {
        drainedLotsLeftOut = true;
        return stream(step.path("rows"))
                .sorted(Comparator.comparing((JsonNode row) ->
                                Instant.parse(row.path("message_timestamp").asString()))
                        .thenComparing(row -> row.path("credit_ref").asString()))
                .map(VectorMessages::row)
                .map(this::written)
                .filter(difference -> difference != null)
                .findFirst()
                .orElse(null);
    }

    private @Nullable String balance(String account, Instant now, JsonNode expected) {
        long balance = read(account, "balance?at=" + now + "&").path("balance").asLong();
        for (JsonNode lot : stillToCome(account, now)) {
            balance += lot.path("remaining").asLong();
        }
        return balance == expected.asLong() ? null : "balance is " + balance + ", expected " + expected;
    }

    private @Nullable String details(String account, Instant now, JsonNode expected) {
        JsonNode answer = read(account, "balance?details=true&at=" + now + "&");
        Map<String, Long> sums = new TreeMap<>();
        long total = answer.path("balance").asLong();
        List<String> shown = new ArrayList<>();
        for (JsonNode detail : answer.path("details")) {
            shown.add(detail.path("expires_at").asString("never"));
            sums.put(shown.getLast(), detail.path("amount").asLong());
        }
        List<String> inOrder = shown.stream()
                .sorted(Comparator.comparing((String expiry) -> !expiry.equals("never"))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        if (!shown.equals(inOrder)) {
            return "details are not in order: " + shown;
        }
        for (JsonNode lot : stillToCome(account, now)) {
            sums.merge(
                    lot.path("expires_at").asString("never"),
                    lot.path("remaining").asLong(),
                    Long::sum);
            total += lot.path("remaining").asLong();
        }
        Map<String, Long> wanted = new TreeMap<>();
        expected.path("details")
                .forEach(detail -> wanted.put(
                        instant(detail.path("expiration_date"), "never"),
                        detail.path("amount").asLong()));
        return total == expected.path("total").asLong() && sums.equals(wanted)
                ? null
                : "details are " + total + " " + sums + ", expected " + expected;
    }

    private @Nullable String lots(String account, JsonNode expected) {
        List<String> wanted = stream(expected)
                .map(lot -> lot.path("credit_ref").asString() + "#"
                        + lot.path("credit_index").asInt() + "="
                        + lot.path("amount_remaining").asLong() + "~"
                        + instant(lot.path("expiration_date"), "never"))
                .toList();
        List<String> rows = allLots(account).stream()
                .sorted(Comparator.comparing((JsonNode lot) ->
                                Instant.parse(lot.path("granted_at").asString()))
                        .thenComparing(lot -> lot.path("ref").asString())
                        .thenComparingInt(lot -> lot.path("index").asInt()))
                .filter(lot -> !drainedLotsLeftOut || lot.path("remaining").asLong() > 0 || wanted.contains(shown(lot)))
                .map(this::shown)
                .toList();
        return rows.equals(wanted) ? null : "lots are " + rows + ", expected " + wanted;
    }

    private String shown(JsonNode lot) {
        return lot.path("ref").asString().substring(prefix.length()) + "#"
                + lot.path("index").asInt() + "=" + lot.path("remaining").asLong() + "~"
                + instant(lot.path("expires_at"), "never");
    }

    private List<JsonNode> stillToCome(String account, Instant now) {
        return allLots(account).stream()
                .filter(lot -> lot.path("remaining").asLong() > 0)
                .filter(lot -> Instant.parse(lot.path("granted_at").asString()).isAfter(now))
                .filter(lot -> !lot.path("expires_at").isString()
                        || Instant.parse(lot.path("expires_at").asString()).isAfter(now))
                .toList();
    }

    private List<JsonNode> allLots(String account) {
        return http.all(LedgerHttp.account(prefix + account, "lots?include=all&min_seq=" + seq), 1000).stream()
                .filter(lot -> !lot.path("ref").asString().startsWith(prefix + VectorMessages.CONCEDED))
                .toList();
    }

    private JsonNode read(String account, String what) {
        return http.get(LedgerHttp.account(prefix + account, what) + "min_seq=" + seq);
    }

    private static String instant(JsonNode text, String otherwise) {
        return text.isString() ? Instant.parse(text.asString()).toString() : otherwise;
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
