package io.tidemark.server.http.movements;

import static io.tidemark.server.http.support.HttpServer.json;
import static io.tidemark.server.http.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.messages.MovementKind;
import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.LedgerBusyException;
import io.tidemark.messages.command.MovementOutcome;
import io.tidemark.messages.command.MovementOutcome.Applied;
import io.tidemark.messages.command.MovementOutcome.Refused;
import io.tidemark.messages.command.MovementReceipt;
import io.tidemark.messages.command.MovementResult;
import io.tidemark.messages.command.OutcomeUnknownException;
import io.tidemark.messages.command.ShortfallPolicy;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import io.tidemark.messages.event.LotDrain;
import io.tidemark.messages.event.NewLot;
import io.tidemark.messages.refusal.Refusal;
import io.tidemark.server.http.support.HttpServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class MovementsIT {

    private static final Instant EFFECTIVE = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant RECORDED = Instant.parse("2026-03-01T00:00:01.000001Z");
    private static final Instant EXPIRY = Instant.parse("2027-01-01T00:00:00Z");

    private static final String SPEND = "{\"ref\":\"s\",\"items\":[{\"account\":\"a\",\"amount\":7}]}";

    @RegisterExtension
    private final HttpServer server = new HttpServer();

    private void answering(MovementKind kind, boolean repeated, MovementResult... results) {
        server.ledger()
                .onCommand(command -> new Applied(
                        new MovementReceipt(command.ref(), kind, 5, 7, EFFECTIVE, RECORDED, List.of(results)),
                        repeated));
    }

    @Test
    void a_grant_becomes_a_command_and_its_receipt_the_answer() {
        answering(
                MovementKind.GRANT,
                false,
                new MovementResult.Granted("a", "CREDIT", new NewLot("g", 0, 10, EXPIRY)),
                new MovementResult.Granted("b", "POINTS", new NewLot("g", 1, Long.MAX_VALUE, null)));

        HttpResponse<String> response = server.post("/v1/grants", """
                {"ref": "g", "issuer": "shop", "effective_at": "2026-03-01T01:00:00+01:00", "metadata": {"k": "v"},
                 "items": [{"account": "a", "amount": 10, "expires_at": "2027-01-01T00:00:00Z", "metadata": {"x": "y"}},
                           {"account": "b", "amount": "9223372036854775807", "currency": "POINTS", "expires_at": null}]}
                """);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(response.headers().firstValue("Tidemark-Seq")).hasValue("7");
        assertThat(server.ledger().commands)
                .containsExactly(new GrantCredits(
                        "g",
                        "shop",
                        EFFECTIVE,
                        Map.of("k", "v"),
                        List.of(
                                new GrantCredits.Item("a", 10, "CREDIT", EXPIRY, Map.of("x", "y")),
                                new GrantCredits.Item("b", Long.MAX_VALUE, "POINTS", null, Map.of()))));
        assertThat(json(response.body())).isEqualTo(json("""
                        {"ref": "g", "kind": "grant", "seq_from": 5, "seq_to": 7,
                         "effective_at": "2026-03-01T00:00:00Z", "recorded_at": "2026-03-01T00:00:01.000001Z",
                         "results": [
                           {"account": "a", "lot": {"ref": "g", "index": 0, "amount": 10, "expires_at": "2027-01-01T00:00:00Z"}},
                           {"account": "b", "lot": {"ref": "g", "index": 1, "amount": 9223372036854775807, "expires_at": null}}]}
                        """));
    }

    @Test
    void a_spend_tells_what_was_drained_and_what_was_short() {
        answering(
                MovementKind.SPEND,
                false,
                new MovementResult.Spent("a", "CREDIT", 9, List.of(new LotDrain("g", 3, 4, EFFECTIVE, EXPIRY)), 5));

        HttpResponse<String> response = server.post(
                "/v1/spends",
                "{\"ref\":\"s\",\"shortfall\":\"DRAIN_AVAILABLE\",\"items\":[{\"account\":\"a\",\"amount\":9}]}");

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(server.ledger().commands)
                .containsExactly(new SpendCredits(
                        "s", null, ShortfallPolicy.DRAIN_AVAILABLE, Map.of(), List.of(new SpendCredits.Item("a", 9))));
        assertThat(json(response.body()).get("results")).isEqualTo(json("""
                        [{"account": "a", "amount": 9, "shortfall": 5,
                          "drained": [{"ref": "g", "index": 3, "amount": 4, "expires_at": "2027-01-01T00:00:00Z"}]}]
                        """));
    }

    @Test
    void a_transfer_tells_what_was_drained_and_what_was_granted() {
        answering(
                MovementKind.TRANSFER,
                false,
                new MovementResult.Moved(
                        "b",
                        "CREDIT",
                        4,
                        List.of(new LotDrain("g", 0, 4, EFFECTIVE, null)),
                        List.of(new NewLot("t", 0, 4, EXPIRY))));

        HttpResponse<String> response = server.post(
                "/v1/transfers",
                "{\"ref\":\"t\",\"from\":\"a\",\"effective_at\":1772323200000,"
                        + "\"items\":[{\"to\":\"b\",\"amount\":4,\"expires_at\":1798761600000}]}");

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(server.ledger().commands)
                .containsExactly(new TransferCredits(
                        "t",
                        "a",
                        EFFECTIVE,
                        Map.of(),
                        List.of(new TransferCredits.Item("b", 4, "CREDIT", EXPIRY, Map.of()))));
        assertThat(json(response.body()).get("results")).isEqualTo(json("""
                        [{"to": "b", "amount": 4,
                          "drained": [{"ref": "g", "index": 0, "amount": 4, "expires_at": null}],
                          "granted": [{"ref": "t", "index": 0, "amount": 4, "expires_at": "2027-01-01T00:00:00Z"}]}]
                        """));
    }

    @Test
    void a_repeat_is_answered_with_200() {
        answering(MovementKind.SPEND, true);

        HttpResponse<String> response = server.post("/v1/spends", SPEND);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Tidemark-Seq")).hasValue("7");
    }

    @Test
    void all_amounts_are_strings_for_those_who_ask() {
        answering(
                MovementKind.SPEND,
                false,
                new MovementResult.Spent("a", "CREDIT", 9, List.of(new LotDrain("g", 3, 4, EFFECTIVE, EXPIRY)), 5));

        HttpResponse<String> response = server.send(server.request("/v1/spends")
                .header("Content-Type", "application/json")
                .header("Accept", "application/json;amounts=string")
                .POST(BodyPublishers.ofString(SPEND)));

        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json;amounts=string");
        JsonNode result = json(response.body()).get("results").get(0);
        assertThat(result.get("amount").isString()).isTrue();
        assertThat(result.get("shortfall").isString()).isTrue();
        assertThat(result.get("drained").get(0).get("amount").asString()).isEqualTo("4");
        assertThat(json(response.body()).get("seq_to").isInt()).isTrue();
    }

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

    @Test
    void the_same_message_means_the_same_command_whatever_its_layout() {
        MovementOutcome outcome = server.ledger().applied(new SpendCredits("x", List.of()));
        server.ledger().onCommand(command -> outcome);

        server.post("/v1/spends", "{\"ref\":\"r\",\"items\":[{\"account\":\"a\",\"amount\":7}]}");
        server.post(
                "/v1/spends",
                " { \"items\" : [ { \"amount\" : \"7\" , \"currency\": \"CREDIT\", \"account\" : \"\\u0061\" } ], "
                        + "\"shortfall\": \"REJECT\", \"effective_at\": null, \"metadata\": {}, \"ref\" : \"r\" } ");

        assertThat(server.ledger().commands).hasSize(2);
        assertThat(server.ledger().commands.get(0))
                .isEqualTo(server.ledger().commands.get(1));
    }
}
