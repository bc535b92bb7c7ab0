package io.tidemark.server.http.movements;

import static io.tidemark.server.http.support.HttpServer.json;
import static io.tidemark.server.http.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.messages.command.LedgerBusyException;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.MovementOutcome.Refused;
import io.tidemark.messages.refusal.Refusal;
import io.tidemark.server.http.support.HttpServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class MovementStreamIT {

    private static final String NDJSON = "application/x-ndjson";

    @RegisterExtension
    private final HttpServer server = new HttpServer();

    private static String spend(String ref, String account) {
        return "{\"kind\":\"spend\",\"ref\":\"" + ref + "\",\"items\":[{\"account\":\"" + account
                + "\",\"amount\":1}]}";
    }

    private static String transfer(String ref, String from, String to) {
        return "{\"kind\":\"transfer\",\"ref\":\"" + ref + "\",\"from\":\"" + from + "\",\"items\":[{\"to\":\"" + to
                + "\",\"amount\":1}]}";
    }

    private static String grant(String ref, String issuer, String account) {
        return "{\"kind\":\"grant\",\"ref\":\"" + ref + "\",\"issuer\":\"" + issuer + "\",\"items\":[{\"account\":\""
                + account + "\",\"amount\":1}]}";
    }

    private List<JsonNode> stream(String body) {
        HttpResponse<String> response = server.post("/v1/movements", NDJSON, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue(NDJSON);
        assertThat(response.body().isEmpty() || response.body().endsWith("\n")).isTrue();
        return response.body().lines().map(HttpServer::json).toList();
    }

    private List<String> refsTaken() {
        return server.ledger().commands.stream().map(MovementCommand::ref).toList();
    }

    @Test
    void an_array_is_answered_with_an_array_each_message_on_its_own() {
        server.ledger()
                .onCommand(command -> command.ref().equals("short")
                        ? new Refused(new Refusal.InsufficientCredit("a", "CREDIT", 9, 3))
                        : server.ledger().applied(command));

        HttpResponse<String> response = server.post(
                "/v1/movements",
                "[" + grant("g", "i", "a") + "," + spend("short", "a") + ", 7, {\"ref\":\"k\"}, "
                        + "{\"kind\":\"loan\",\"ref\":\"l\"}, {\"kind\":\"spend\",\"ref\":\"f\",\"items\":[],\"x\":1},"
                        + transfer("t", "a", "b") + "]");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        JsonNode answers = json(response.body());
        assertThat(answers.size()).isEqualTo(7);
        assertThat(answers.get(0))
                .isEqualTo(json("{\"ref\":\"g\",\"status\":201,\"kind\":\"grant\",\"seq_from\":1,\"seq_to\":1,"
                                .replace(
                                        ":1,\"seq_to\":1",
                                        ":" + answers.get(0).get("seq_from") + ",\"seq_to\":"
                                                + answers.get(0).get("seq_to"))
                        + "\"effective_at\":\"2026-11-21T10:00:00.123456Z\","
                        + "\"recorded_at\":\"2026-11-21T10:00:00.123456Z\",\"results\":[]}"));
        assertThat(answers.get(1)).isEqualTo(json("""
                        {"ref": "short", "type": "https://tidemark.io/problems/insufficient-credit",
                         "title": "Insufficient credit", "status": 422,
                         "detail": "account 'a' has 3 CREDIT, 9 were asked for",
                         "account": "a", "currency": "CREDIT", "requested": 9, "available": 3, "index": 1}
                        """));
        assertProblem(answers.get(2).toString(), 400, "invalid-request");
        assertThat(answers.get(2).get("ref").isNull()).isTrue();
        assertThat(assertProblem(answers.get(3).toString(), 400, "invalid-request")
                        .get("pointer")
                        .asString())
                .isEqualTo("/kind");
        assertThat(answers.get(3).get("ref").asString()).isEqualTo("k");
        assertThat(assertProblem(answers.get(4).toString(), 400, "invalid-request")
                        .get("index")
                        .asInt())
                .isEqualTo(4);
        assertThat(answers.get(5).get("field").asString()).isEqualTo("x");
        assertThat(answers.get(6).get("kind").asString()).isEqualTo("transfer");
        assertThat(refsTaken()).containsExactly("g", "short", "t");
    }

    @Test
    void an_empty_array_and_an_empty_stream_have_empty_answers() {
        assertThat(server.post("/v1/movements", "[]").body()).isEqualTo("[]");
        assertThat(stream("")).isEmpty();
        assertThat(stream("\n\r\n  \t\n")).isEmpty();
    }

    @Test
    void an_array_that_is_malformed_anywhere_has_no_effect() {
        assertProblem(server.post("/v1/movements", "[" + spend("s", "a") + ",{]"), 400, "malformed-json");
        assertProblem(server.post("/v1/movements", spend("s", "a")), 400, "invalid-request");
        assertThat(server.ledger().commands).isEmpty();
    }

    @Test
    void lines_are_answered_in_their_order_and_bad_ones_do_not_stop_the_stream() {
        List<JsonNode> answers = stream(spend("a", "1") + "\n\n{nonsense\r\n"
                + "{\"kind\":\"spend\",\"ref\":\"x\",\"y\":1}\n"
                + "\u0000\n"
                + spend("b", "2") + "\r\n"
                + "x".repeat(3 * 1024 * 1024) + "\n"
                + spend("c", "3"));

        assertThat(answers.stream().map(answer -> answer.get("status").asInt()))
                .containsExactly(201, 400, 400, 400, 201, 413, 201);
        assertThat(answers.stream().map(answer -> answer.path("line").asInt(0))).containsExactly(0, 3, 4, 5, 0, 7, 0);
        assertProblem(answers.get(1).toString(), 400, "malformed-json");
        assertThat(assertProblem(answers.get(2).toString(), 400, "invalid-request")
                        .get("ref")
                        .asString())
                .isEqualTo("x");
        assertProblem(answers.get(5).toString(), 413, "payload-too-large");
        assertThat(refsTaken()).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void bytes_that_are_not_utf_8_spoil_their_own_line_alone() {
        byte[] bad =
                (spend("a", "1") + "\n{\"ref\":\"?\"}\n" + spend("b", "2") + "\n").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bad.length; i++) {
            bad[i] = bad[i] == '?' ? (byte) 0xff : bad[i];
        }

        HttpResponse<String> response = server.send(server.request("/v1/movements")
                .header("Content-Type", NDJSON + ";charset=utf-8")
                .POST(BodyPublishers.ofByteArray(bad)));

        List<JsonNode> answers = response.body().lines().map(HttpServer::json).toList();
        assertThat(answers).hasSize(3);
        assertProblem(answers.get(1).toString(), 400, "malformed-json");
        assertThat(refsTaken()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void failures_are_answers_too() {
        server.ledger().onCommand(command -> {
            throw command.ref().equals("busy") ? new LedgerBusyException("full") : new IllegalStateException("secret");
        });

        List<JsonNode> answers = stream(spend("busy", "1") + "\n" + spend("bug", "2") + "\n");

        assertProblem(answers.get(0).toString(), 503, "busy");
        assertThat(answers.get(0).get("retry_after").asInt()).isEqualTo(1);
        assertProblem(answers.get(1).toString(), 500, "internal-error");
    }

    @Test
    void amounts_are_strings_in_lines_too() {
        server.ledger()
                .onCommand(command -> new Refused(new Refusal.InsufficientCredit("a", "CREDIT", Long.MAX_VALUE, 3)));

        HttpResponse<String> response = server.send(server.request("/v1/movements")
                .header("Content-Type", NDJSON)
                .header("Accept", "application/json;amounts=string")
                .POST(BodyPublishers.ofString(spend("s", "a"))));

        assertThat(response.headers().firstValue("Content-Type")).hasValue(NDJSON + ";amounts=string");
        assertThat(json(response.body()).get("requested").isString()).isTrue();
    }
}
