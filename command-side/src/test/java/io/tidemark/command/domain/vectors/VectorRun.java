package io.tidemark.command.domain.vectors;

import io.tidemark.command.domain.Decision;
import io.tidemark.command.domain.DrainOrder;
import io.tidemark.command.domain.DrainPolicy;
import io.tidemark.command.domain.vectors.AlephMessages.UnreadableMessage;
import io.tidemark.messages.Limits;
import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.ShortfallPolicy;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import io.tidemark.messages.refusal.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One vector under one policy: takes every step and says of each what came of it. Nothing is left out here; which
 * mismatches are meant is for {@link Exceptions} to say.
 */
final class VectorRun {

    /** What came of a step. */
    enum Verdict {
        /** A step without an expectation was taken. */
        TAKEN,
        /** What the step expects holds. */
        HOLDS,
        /** It does not, or the step cannot be taken. */
        DIFFERS
    }

    /** One step with its verdict, and for a difference with what it is. */
    record Step(int number, String op, Verdict verdict, String difference) {}

    private final Vector vector;
    private final String policy;
    private final MemoryLedger ledger;
    private final VectorReads reads;
    private Instant clock;

    private VectorRun(Vector vector, String policy) {
        this.vector = vector;
        this.policy = policy;
        this.clock = vector.clock();
        this.ledger = new MemoryLedger(vector.policy(policy));
        this.reads = new VectorReads(ledger);
    }

    /** Takes all steps but those with an operation that is not Tidemark's domain's. */
    static List<Step> run(Vector vector, String policy, Set<String> foreignOperations) {
        VectorRun run = new VectorRun(vector, policy);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < vector.steps().size(); i++) {
            JsonNode step = vector.steps().get(i);
            String op = step.path("op").asString();
            if (!foreignOperations.contains(op)) {
                steps.add(run.take(i, op, step));
            }
        }
        return steps;
    }

    private Step take(int number, String op, JsonNode step) {
        try {
            String difference = difference(op, step);
            boolean expecting = step.has("expect") || step.has("expect_by_policy");
            Verdict verdict = difference != null ? Verdict.DIFFERS : expecting ? Verdict.HOLDS : Verdict.TAKEN;
            return new Step(number, op, verdict, difference == null ? "" : difference);
        } catch (UnreadableMessage e) {
            return new Step(number, op, Verdict.DIFFERS, "cannot be read: " + e.getMessage());
        }
    }

    private @Nullable String difference(String op, JsonNode step) throws UnreadableMessage {
        JsonNode expected =
                step.has("expect_by_policy") ? step.path("expect_by_policy").path(policy) : step.path("expect");
        String address = step.path("address").asString("");
        Instant now = step.has("now") ? Instant.parse(step.path("now").asString()) : clock;
        return switch (op) {
            case "distribute" -> written(AlephMessages.distribution(hash(step), "issuer", time(step), step), Set.of());
            case "expense" -> written(AlephMessages.expense(hash(step), time(step), step), Set.of());
            case "transfer" ->
                written(
                        AlephMessages.transfer(hash(step), step.path("sender").asString(), time(step), step),
                        texts(step.path("whitelist")));
            case "post" -> posted(step, expected);
            case "seed_history" -> seeded(step);
            case "set_clock" -> {
                clock = now;
                yield null;
            }
            case "rebuild_all", "rebuild_address" -> {
                ledger.rebuild();
                reads.leaveOutDrainedLots();
                yield null;
            }
            case "clear_lots" -> null;
            case "balance" -> reads.balance(address, now, expected);
            case "lots" -> reads.lots(address, expected);
            case "details" -> reads.details(address, now, expected);
            case "history" -> reads.history(step.path("where"), expected);
            case "can_transfer" -> transferable(address, step.path("amount").asLong(), expected);
            case "transfer_entries" -> portions(step, expected);
            default -> "no such operation: " + op;
        };
    }

    /** The writer of the reference takes everything; what Tidemark refuses for want of credit is conceded to it. */
    private @Nullable String written(MovementCommand command, Set<String> issuers) {
        return switch (ledger.send(command, issuers)) {
            case MemoryLedger.Outcome.Applied applied -> null;
            case MemoryLedger.Outcome.Conflict conflict -> "the ref names another message";
            case MemoryLedger.Outcome.Refused refused -> {
                if (refused.refusal() instanceof Refusal.InsufficientCredit
                        && command instanceof TransferCredits transfer) {
                    ConcededTransfer.record(transfer, ledger);
                    yield null;
                }
                yield refused.refusal().toString();
            }
        };
    }

    private @Nullable String posted(JsonNode step, JsonNode expected) {
        String outcome;
        try {
            MovementCommand command = AlephMessages.post(step, vector.gates());
            outcome = command == null ? "ignored" : posted(command);
        } catch (UnreadableMessage e) {
            outcome = "rejected";
        }
        String wanted = expected.path("outcome").asString().replace("error", "rejected");
        if (outcome.equals(wanted)) {
            return null;
        }
        if (wanted.equals("applied")) {
            try {
                concede(step);
            } catch (UnreadableMessage e) {
                return "cannot be read: " + e.getMessage();
            }
        }
        return "is " + outcome + ", expected " + wanted;
    }

    private String posted(MovementCommand command) {
        return switch (ledger.send(command, vector.gates().issuers())) {
            case MemoryLedger.Outcome.Applied applied -> "applied";
            case MemoryLedger.Outcome.Conflict conflict -> "conflict";
            case MemoryLedger.Outcome.Refused refused -> "rejected";
        };
    }

    private void concede(JsonNode step) throws UnreadableMessage {
        if (AlephMessages.post(step, vector.gates()) instanceof TransferCredits transfer) {
            ConcededTransfer.record(transfer, ledger);
        }
    }

    /** Rows of history become grants and spends, in the order in which a rebuild of the reference takes them. */
    private @Nullable String seeded(JsonNode step) {
        List<JsonNode> rows = StreamSupport.stream(step.path("rows").spliterator(), false)
                .sorted(Comparator.comparing(VectorRun::time)
                        .thenComparing(row -> row.path("credit_ref").asString()))
                .toList();
        reads.leaveOutDrainedLots();
        for (JsonNode row : rows) {
            String ref = row.path("credit_ref").asString();
            String address = row.path("address").asString();
            long amount = row.path("amount").asLong();
            if (row.path("credit_index").asInt() != 0) {
                return "a row in the middle of a message: " + row;
            }
            JsonNode expiry = row.path("expiration_date");
            Instant expiresAt = expiry.isString() ? Instant.parse(expiry.asString()) : null;
            String difference = amount > 0
                    ? written(
                            new GrantCredits(
                                    ref,
                                    "issuer",
                                    time(row),
                                    Map.of(),
                                    List.of(new GrantCredits.Item(address, amount, expiresAt))),
                            Set.of())
                    : written(
                            new SpendCredits(
                                    ref,
                                    time(row),
                                    ShortfallPolicy.DRAIN_AVAILABLE,
                                    Map.of(),
                                    List.of(new SpendCredits.Item(address, -amount))),
                            Set.of());
            if (difference != null) {
                return difference;
            }
        }
        return null;
    }

    private @Nullable String transferable(String address, long amount, JsonNode expected) {
        TransferCredits transfer = new TransferCredits(
                "may it be?", address, clock, Map.of(), List.of(new TransferCredits.Item("somebody else", amount)));
        boolean accepted = ledger.decide(transfer, Set.of()) instanceof Decision.Accepted;
        return accepted == expected.asBoolean() ? null : "a transfer of " + amount + " is decided otherwise";
    }

    /** Pieces in drain order, moved as a whole: what lots do they become? */
    private static @Nullable String portions(JsonNode step, JsonNode expected) {
        MemoryLedger fresh = new MemoryLedger(new DrainPolicy(DrainOrder.EMISSION_FIRST, null));
        List<GrantCredits.Item> pieces = new ArrayList<>();
        long total = 0;
        for (JsonNode piece : step.path("consumed")) {
            pieces.add(new GrantCredits.Item("a", piece.get(0).asLong(), expiry(piece.get(1))));
            total += piece.get(0).asLong();
        }
        Instant before = Instant.parse("2000-01-01T00:00:00Z");
        fresh.send(new GrantCredits("pieces", "issuer", before, Map.of(), pieces), Set.of());
        TransferCredits.Item all = new TransferCredits.Item(
                "b", total, Limits.DEFAULT_CURRENCY, expiry(step.path("requested_expiration")), Map.of());
        fresh.send(new TransferCredits("all", "a", before, Map.of(), List.of(all)), Set.of());
        List<String> lots = fresh.lots().of("b").stream()
                .map(row -> row.remaining() + "~" + row.expiresAt())
                .toList();
        List<String> wanted = StreamSupport.stream(expected.spliterator(), false)
                .map(lot -> lot.get(0).asLong() + "~" + expiry(lot.get(1)))
                .toList();
        return lots.equals(wanted) ? null : "portions are " + lots + ", expected " + wanted;
    }

    private static @Nullable Instant expiry(JsonNode instant) {
        return instant.isString() ? Instant.parse(instant.asString()) : null;
    }

    private static String hash(JsonNode step) {
        return step.path("message_hash").asString();
    }

    private static Instant time(JsonNode step) {
        return Instant.parse(step.path("message_timestamp").asString());
    }

    private static Set<String> texts(JsonNode array) {
        return Set.copyOf(StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asString)
                .toList());
    }
}
