package io.tidemark.server.http.movements;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.server.http.support.HttpServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TakenRequestsIT {

    private static final String PLAIN = "{\"ref\":\"r\",\"items\":[{\"account\":\"a\",\"amount\":7}]}";

    @RegisterExtension
    private final HttpServer server = new HttpServer();

    /** A spend whose item has an amount. */
    private static String amount(String literal) {
        return "{\"ref\":\"r\",\"items\":[{\"account\":\"a\",\"amount\":" + literal + "}]}";
    }

    private static String effective(String literal) {
        return "{\"ref\":\"r\",\"effective_at\":" + literal + ",\"items\":[{\"account\":\"a\",\"amount\":7}]}";
    }

    private SpendCredits taken(String body) {
        HttpResponse<String> response = server.post("/v1/spends", body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        List<MovementCommand> commands = server.ledger().commands;
        return (SpendCredits) commands.get(commands.size() - 1);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "9223372036854775807, 9223372036854775807",
        "'\"9223372036854775807\"', 9223372036854775807",
        "9007199254740993, 9007199254740993",
        "'\"7\"', 7",
        "0, 0",
        "-5, -5",
        "'\"-5\"', -5"
    })
    void whole_numbers_go_to_the_ledger_also_those_that_it_refuses(String literal, long amount) {
        assertThat(taken(amount(literal)).items().get(0).amount()).isEqualTo(amount);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"2026-01-01T00:00:00Z\"', 2026-01-01T00:00:00Z",
        "'\"2026-01-01t00:00:00z\"', 2026-01-01T00:00:00Z",
        "'\"2026-01-01T00:00:00.1Z\"', 2026-01-01T00:00:00.1Z",
        "'\"2026-01-01T00:00:00.123456Z\"', 2026-01-01T00:00:00.123456Z",
        "'\"2026-01-01T02:00:00+02:00\"', 2026-01-01T00:00:00Z",
        "'\"2025-12-31T18:30:00-05:30\"', 2026-01-01T00:00:00Z",
        "'\"2026-01-01T00:00:00-00:00\"', 2026-01-01T00:00:00Z",
        "'\"0001-01-01T00:00:00Z\"', 0001-01-01T00:00:00Z",
        "'\"9999-12-31T23:59:59.999999Z\"', 9999-12-31T23:59:59.999999Z",
        "'\"2024-02-29T00:00:00Z\"', 2024-02-29T00:00:00Z",
        "0, 1970-01-01T00:00:00Z",
        "-1, 1969-12-31T23:59:59.999Z",
        "1767225600001, 2026-01-01T00:00:00.001Z"
    })
    void times_are_instants(String literal, Instant instant) {
        assertThat(taken(effective(literal)).effectiveAt()).isEqualTo(instant);
    }

    @Test
    void nulls_of_optional_fields_count_as_left_out() {
        assertThat(taken("{\"ref\":\"r\",\"effective_at\":null,\"metadata\":null,\"shortfall\":null,"
                        + "\"items\":[{\"account\":\"a\",\"amount\":7,\"currency\":null,\"metadata\":null}]}"))
                .isEqualTo(taken(PLAIN));
    }

    @Test
    void odd_texts_go_to_the_ledger_as_they_are() {
        SpendCredits spend = taken("{\"ref\":\"\\u0000\",\"metadata\":{\"\":\"\\ud800\"},"
                + "\"items\":[{\"account\":\"\u202e\\udc00/%;\\n😀\",\"amount\":7,\"currency\":\"\"}]}");

        assertThat(spend.ref()).isEqualTo("\0");
        assertThat(spend.metadata()).containsEntry("", "\ud800");
        assertThat(spend.items().get(0).account()).isEqualTo("\u202e\udc00/%;\n😀");
        assertThat(spend.items().get(0).currency()).isEmpty();
    }

    @Test
    void a_message_without_items_goes_to_the_ledger() {
        assertThat(taken("{\"ref\":\"r\",\"items\":[]}").items()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/json; charset=utf-8",
                "application/json;charset=\"UTF-8\""
            })
    void json_in_utf_8_is_supported(String type) {
        assertThat(server.post("/v1/spends", type, PLAIN).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/*",
                "text/html, */*;q=0.1",
                "application/json;charset=utf-8",
                "application/json;amounts=integer",
                "application/json;q=0.5, text/plain"
            })
    void json_is_given_to_those_who_take_it(String accept) {
        HttpResponse<String> response = server.send(server.request("/v1/spends")
                .header("Content-Type", "application/json")
                .header("Accept", accept)
                .POST(BodyPublishers.ofByteArray(PLAIN.getBytes(StandardCharsets.UTF_8))));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @Test
    void an_identity_encoding_and_an_own_page_are_fine() {
        HttpResponse<String> response = server.send(server.request("/v1/spends")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "identity")
                .header("Sec-Fetch-Site", "same-origin")
                .POST(BodyPublishers.ofString(PLAIN)));

        assertThat(response.statusCode()).isEqualTo(201);
    }
}
