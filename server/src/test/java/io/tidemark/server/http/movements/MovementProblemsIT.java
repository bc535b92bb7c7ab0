package io.tidemark.server.http.movements;

import static io.tidemark.server.http.support.HttpServer.json;
import static io.tidemark.server.http.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.messages.MovementKind;
import io.tidemark.messages.command.LedgerBusyException;
import io.tidemark.messages.command.MovementOutcome.Refused;
import io.tidemark.messages.command.OutcomeUnknownException;
import io.tidemark.messages.refusal.Refusal;
import io.tidemark.server.http.support.HttpServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Instant;
import java.util.stream.Stream;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class MovementProblemsIT {

    private static final String SPEND = "{\"ref\":\"s\",\"items\":[{\"account\":\"a\",\"amount\":7}]}";

    @RegisterExtension
    private final HttpServer server = new HttpServer();

    @Test
    void amounts_in_problems_are_strings_for_those_who_ask() {
        server.ledger()
                .onCommand(command -> new Refused(new Refusal.InsufficientCredit("a", "CREDIT", Long.MAX_VALUE, 3)));

        HttpResponse<String> response = server.send(server.request("/v1/spends")
                .header("Content-Type", "application/json")
                .header("Accept", "application/json;amounts=string")
                .POST(BodyPublishers.ofString(SPEND)));

        JsonNode problem = assertProblem(response, 422, "insufficient-credit");
        assertThat(problem.get("requested").asString()).isEqualTo("9223372036854775807");
        assertThat(problem.get("requested").isString()).isTrue();
        assertThat(problem.get("available").isString()).isTrue();
    }

    static Stream<Arguments> refusals() {
        Instant recorded = Instant.parse("2026-01-01T00:00:00Z");
        return Stream.of(
                Arguments.of(
                        new Refusal.InsufficientCredit("a", "CREDIT", 9, 3),
                        422,
                        "{\"account\":\"a\",\"currency\":\"CREDIT\",\"requested\":9,\"available\":3}"),
                Arguments.of(
                        new Refusal.AmountOutOfRange("items[0].amount", "too much"),
                        422,
                        "{\"field\":\"items[0].amount\"}"),
                Arguments.of(
                        new Refusal.InvalidAccount("@x", "items[1].account", "reserved"),
                        422,
                        "{\"account\":\"@x\",\"field\":\"items[1].account\"}"),
                Arguments.of(new Refusal.NotAnIssuer("you"), 422, "{\"issuer\":\"you\"}"),
                Arguments.of(new Refusal.InvalidField("invalid-ref", "ref", "too long"), 422, "{\"field\":\"ref\"}"),
                Arguments.of(new Refusal.InvalidField("invalid-currency", "c", "no"), 422, "{\"field\":\"c\"}"),
                Arguments.of(new Refusal.InvalidField("invalid-time", "t", "no"), 422, "{\"field\":\"t\"}"),
                Arguments.of(new Refusal.InvalidField("invalid-metadata", "m", "no"), 422, "{\"field\":\"m\"}"),
                Arguments.of(new Refusal.InvalidField("no-items", "items", "no"), 422, "{\"field\":\"items\"}"),
                Arguments.of(new Refusal.InvalidField("too-many-items", "items", "no"), 422, "{\"field\":\"items\"}"),
                Arguments.of(
                        new Refusal.RefConflict("s", MovementKind.GRANT, 3, 4, recorded),
                        409,
                        "{\"ref\":\"s\",\"recorded\":{\"kind\":\"grant\",\"seq_from\":3,\"seq_to\":4,"
                                + "\"recorded_at\":\"2026-01-01T00:00:00Z\"}}"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_refusal_is_a_problem_with_its_fields(Refusal refusal, int status, String fields) {
        server.ledger().onCommand(command -> new Refused(refusal));

        HttpResponse<String> response = server.post("/v1/spends", SPEND);

        JsonNode problem = assertProblem(response, status, refusal.type());
        assertThat(problem.get("detail").asString()).isEqualTo(refusal.detail());
        json(fields)
                .properties()
                .forEach(field -> assertThat(problem.get(field.getKey())).isEqualTo(field.getValue()));
        assertThat(problem.size()).isEqualTo(4 + json(fields).size());
    }

    @Test
    void an_id_with_an_unpaired_surrogate_is_echoed_as_it_was_sent() {
        server.ledger()
                .onCommand(command -> new Refused(new Refusal.InvalidAccount("a\ud800b😀", "account", "not storable")));

        HttpResponse<String> response = server.post("/v1/spends", SPEND);

        assertThat(response.body()).contains("\"a\\ud800b😀\"");
        assertThat(assertProblem(response, 422, "invalid-account")
                        .get("account")
                        .asString())
                .isEqualTo("a\ud800b😀");
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new LedgerBusyException("the queue is full"), "busy"),
                Arguments.of(new OutcomeUnknownException("lost", new RuntimeException("secret")), "outcome-unknown"),
                Arguments.of(new ConcurrencyException("again"), "not-ready"),
                Arguments.of(
                        new IllegalStateException(new SQLTransientConnectionException("pool timed out")), "not-ready"),
                Arguments.of(new IllegalStateException(new SQLException("terminated", "57P01")), "not-ready"),
                Arguments.of(new IllegalStateException(new SQLException("disk full", "53100")), "not-ready"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void an_outage_is_503_and_says_when_to_try_again(RuntimeException failure, String type) {
        server.ledger().onCommand(command -> {
            throw failure;
        });

        HttpResponse<String> response = server.post("/v1/spends", SPEND);

        assertProblem(response, 503, type);
        assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(response.body()).doesNotContain("secret", "57P01", "pool");
    }

    @Test
    void a_bug_is_500_with_a_ticket_and_without_internals() {
        server.ledger().onCommand(command -> {
            throw new IllegalStateException("select secret from /var/lib", new SQLException("bad grammar", "42601"));
        });

        HttpResponse<String> response = server.post("/v1/spends", SPEND);

        JsonNode problem = assertProblem(response, 500, "internal-error");
        assertThat(problem.get("ticket").asString()).hasSize(36);
        assertThat(problem.get("instance").asString())
                .isEqualTo("urn:uuid:" + problem.get("ticket").asString());
        assertThat(response.body()).doesNotContain("secret", "IllegalState", "42601");
    }

    @Test
    void an_outcome_that_is_no_answer_is_not_invented() {
        server.ledger().onCommand(command -> {
            throw new Error("virtual machine error");
        });

        assertProblem(server.post("/v1/spends", SPEND), 500, "internal-error");
    }
}
