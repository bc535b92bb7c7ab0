package io.tidemark.server.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The reference vectors of credit-lots part II about the shape of messages and about who may send them. */
class AlephVectorsTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Taken there, refused here: what is no finite number is no price (credit-lots I.2, row 11). */
    private static final Set<String> STRICTER_HERE = Set.of("XD07");

    @TestFactory
    List<DynamicTest> contents_are_taken_and_refused_as_the_vectors_say() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode vector : vectors("parse-vectors.json")) {
            String id = vector.path("id").asString();
            tests.add(DynamicTest.dynamicTest(id + " " + vector.path("title").asString(), () -> parse(id, vector)));
        }
        assertThat(tests).hasSize(60);
        return tests;
    }

    @TestFactory
    List<DynamicTest> posts_pass_the_gates_as_the_vectors_say() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode vector : vectors("post-vectors.json")) {
            String name =
                    vector.path("id").asString() + " " + vector.path("title").asString();
            tests.add(DynamicTest.dynamicTest(name, () -> vector.path("posts").forEach(post -> post(vector, post))));
        }
        assertThat(tests).hasSize(14);
        return tests;
    }

    private static void parse(String id, JsonNode vector) {
        String kind = vector.path("kind").asString();
        ObjectNode message = JSON.createObjectNode()
                .put("item_hash", id)
                .put("type", "POST")
                .put("sender", "0xissuer")
                .put("channel", "ALEPH_CREDIT")
                .put("time", 1772323200);
        message.putObject("content").put("type", "aleph_credit_" + kind).set("content", vector.path("content"));
        MappedLine line = new AlephMapper(AlephRules.ofIssuers(kind.equals("transfer") ? Set.of() : Set.of("0xissuer")))
                .map(message.toString());
        JsonNode expect = vector.path("expect");
        if (!expect.path("valid").asBoolean() || STRICTER_HERE.contains(id)) {
            RefusalReason reason = ((MappedLine.Refused) line).reason();
            assertThat(reason.detail().toLowerCase(Locale.ROOT))
                    .contains(expect.path("reason_contains").asString("").toLowerCase(Locale.ROOT));
            return;
        }
        MovementCommand command = ((MappedLine.Movement) line).command();
        assertThat(command.size()).isEqualTo(expect.path("count").asInt(command.size()));
        // The time of an expense is dropped, so it cannot be compared.
        for (Map.Entry<String, JsonNode> field : expect.path("first_entry").properties()) {
            if (field.getKey().equals("time")) {
                continue;
            }
            assertThat(first(command).get(field.getKey()))
                    .as(field.getKey())
                    .isEqualTo(
                            field.getValue().isNull() ? null : field.getValue().asString());
        }
    }

    private static void post(JsonNode vector, JsonNode post) {
        AlephRules rules = new AlephRules(
                texts(vector.path("channels")),
                texts(vector.path("whitelist")),
                AlephRules.DEFAULT_PRECISION_CUTOFF,
                AlephRules.DEFAULT_PRECISION_FACTOR);
        ObjectNode message = JSON.createObjectNode()
                .put("item_hash", post.path("item_hash").asString())
                .put("type", "POST")
                .put("sender", post.path("sender").asString())
                .put("channel", post.path("channel").asString());
        ObjectNode content =
                message.putObject("content").put("type", post.path("type").asString());
        content.set("address", post.path(post.has("address") ? "address" : "sender"));
        content.set("time", post.path("time"));
        content.set("content", post.path("content"));
        Class<?> expected = switch (post.path("expect").path("outcome").asString()) {
            case "applied" -> MappedLine.Movement.class;
            case "ignored" -> MappedLine.Ignored.class;
            default -> MappedLine.Refused.class;
        };
        assertThat(new AlephMapper(rules).map(message.toString()))
                .as(post.path("item_hash").asString())
                .isInstanceOf(expected);
    }

    /** The first item under the field names of the vectors. */
    private static Map<String, @Nullable String> first(MovementCommand command) {
        Map<String, @Nullable String> fields = new HashMap<>();
        switch (command) {
            case GrantCredits grant -> {
                GrantCredits.Item item = grant.items().getFirst();
                fields.put("address", item.account());
                fields.put("amount", Long.toString(item.amount()));
                fields.put("expiration", millis(item.expiresAt()));
                notes(item.metadata(), fields);
            }
            case SpendCredits spend -> {
                SpendCredits.Item item = spend.items().getFirst();
                notes(item.metadata(), fields);
                fields.put("execution_id", item.metadata().get("origin"));
                fields.put("node_id", item.metadata().get("tx_hash"));
            }
            case TransferCredits transfer -> {
                TransferCredits.Item item = transfer.items().getFirst();
                fields.put("address", item.to());
                fields.put("amount", Long.toString(item.amount()));
                fields.put("expiration", millis(item.expiresAt()));
            }
        }
        return fields;
    }

    private static void notes(Map<String, String> metadata, Map<String, @Nullable String> fields) {
        fields.put("price", metadata.get("price"));
        fields.put("origin", metadata.get("origin"));
        fields.put("ref", metadata.get("origin_ref"));
        fields.put("payment_method", metadata.get("payment_method"));
        fields.put("count", metadata.get("expense_count"));
        fields.put("size", metadata.get("expense_size_mib"));
    }

    private static @Nullable String millis(@Nullable Instant instant) {
        return instant == null ? null : Long.toString(instant.toEpochMilli());
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new HashSet<>();
        list.forEach(text -> texts.add(text.asString()));
        return texts;
    }

    private static JsonNode vectors(String file) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(AlephVectorsTest.class.getResourceAsStream("/aleph/" + file), file)) {
            return JSON.readTree(in);
        }
    }
}
