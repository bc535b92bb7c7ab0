package io.tidemark.server.http.movements;

import static io.tidemark.server.http.support.HttpServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.messages.MovementKind;
import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.MovementOutcome;
import io.tidemark.messages.command.MovementOutcome.Applied;
import io.tidemark.messages.command.MovementReceipt;
import io.tidemark.messages.command.MovementResult;
import io.tidemark.messages.command.ShortfallPolicy;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import io.tidemark.messages.event.LotDrain;
import io.tidemark.messages.event.NewLot;
import io.tidemark.server.http.support.HttpServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
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
