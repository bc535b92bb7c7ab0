package io.tidemark.server.http.movements;

import static io.tidemark.server.http.support.HttpServer.json;
import static io.tidemark.server.http.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.messages.command.MovementOutcome.Refused;
import io.tidemark.messages.command.OutcomeUnknownException;
import io.tidemark.messages.refusal.Refusal;
import io.tidemark.server.http.support.HttpServer;
import io.tidemark.server.http.support.ScriptedLedger;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class ImportedMovementsIT {

    private static final String SPEND = "{\"kind\":\"spend\",\"ref\":\"s\",\"items\":[]}";
    private static final String AGAIN = "{\"kind\":\"spend\",\"ref\":\"s\",\"items\":[],\"appearance\":2}";

    @RegisterExtension
    private final HttpServer server = new HttpServer();

    @BeforeEach
    void the_ledger_refuses() {
        server.ledger().onCommand(command -> new Refused(new Refusal.InsufficientCredit("a", "CREDIT", 9, 3)));
    }

    private HttpResponse<String> send(String type, String body, String... modes) {
        HttpRequest.Builder request =
                server.request("/v1/movements").header("Content-Type", type).POST(BodyPublishers.ofString(body));
        List.of(modes).forEach(mode -> request.header("Tidemark-Import", mode));
        return server.send(request);
    }

    private List<JsonNode> lines(String body, String... modes) {
        HttpResponse<String> response = send("application/x-ndjson", body, modes);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body().lines().map(HttpServer::json).toList();
    }

    @Test
    void an_import_is_told_an_earlier_refusal_and_the_ledger_is_not_asked() {
        JsonNode first = lines(SPEND, "keep-refused").getFirst();
        server.ledger().onCommand(server.ledger()::applied);
        JsonNode second = lines(SPEND, "keep-refused").getFirst();

        assertThat(first.has("refused_at")).isFalse();
        assertProblem(second.toString(), 422, "insufficient-credit");
        assertThat(second.get("ref").asString()).isEqualTo("s");
        assertThat(second.get("line").asInt()).isEqualTo(1);
        assertThat(second.get("detail")).isEqualTo(first.get("detail"));
        assertThat(second.get("refused_at").asString()).isEqualTo(ScriptedLedger.RECORDED.toString());
        assertThat(server.ledger().commands).hasSize(1);
    }

    @Test
    void everybody_else_is_judged_afresh_and_leaves_no_memory() {
        assertThat(lines(SPEND).getFirst().get("status").asInt()).isEqualTo(422);
        assertThat(server.refusals().size()).isZero();

        lines(SPEND, "keep-refused");
        server.ledger().onCommand(server.ledger()::applied);

        assertThat(lines(SPEND).getFirst().get("status").asInt()).isEqualTo(201);
        assertThat(server.post("/v1/spends", "{\"ref\":\"s\",\"items\":[]}").statusCode())
                .isEqualTo(201);
    }

    @Test
    void another_appearance_and_a_retry_are_judged() {
        lines(SPEND, "keep-refused");
        server.ledger().onCommand(server.ledger()::applied);

        assertThat(lines(AGAIN, "keep-refused").getFirst().get("status").asInt())
                .isEqualTo(201);
        assertThat(lines(SPEND, "retry-refused").getFirst().get("status").asInt())
                .isEqualTo(201);
    }

    @Test
    void an_array_may_be_an_import_too() {
        send("application/json", "[" + SPEND + "]", "keep-refused");
        server.ledger().onCommand(server.ledger()::applied);

        JsonNode answers = json(send("application/json", "[" + SPEND + "," + AGAIN + "]", "keep-refused")
                .body());

        assertThat(answers.get(0).get("status").asInt()).isEqualTo(422);
        assertThat(answers.get(0).has("refused_at")).isTrue();
        assertThat(answers.get(1).get("status").asInt()).isEqualTo(201);
    }

    @Test
    void the_appearance_is_a_field_of_imports_alone_and_counts_from_one() {
        JsonNode plain = lines(AGAIN).getFirst();
        assertProblem(plain.toString(), 400, "invalid-request");
        assertThat(plain.get("pointer").asString()).isEqualTo("/appearance");

        for (String wrong : new String[] {"0", "-1", "1.0", "\"2\"", "true", "1000000000", "[]"}) {
            JsonNode answer = lines(AGAIN.replace(":2}", ":" + wrong + "}"), "keep-refused")
                    .getFirst();
            assertProblem(answer.toString(), 400, "invalid-request");
            assertThat(answer.get("pointer").asString()).isEqualTo("/appearance");
        }
        assertThat(server.ledger().commands).isEmpty();
    }

    @Test
    void a_header_that_says_something_else_is_refused_before_anything_is_done() {
        assertProblem(send("application/x-ndjson", SPEND, "yes"), 400, "bad-request");
        assertProblem(send("application/json", "[" + SPEND + "]", "keep-refused", "retry-refused"), 400, "bad-request");
        assertThat(server.ledger().commands).isEmpty();
    }

    @Test
    void without_its_memory_a_message_has_no_answer_but_to_come_back() {
        server.refusals().fail(new OutcomeUnknownException("away", new IllegalStateException()));

        JsonNode answer = lines(SPEND, "keep-refused").getFirst();

        assertProblem(answer.toString(), 503, "outcome-unknown");
        assertThat(answer.get("retry_after").asInt()).isEqualTo(1);
    }
}
