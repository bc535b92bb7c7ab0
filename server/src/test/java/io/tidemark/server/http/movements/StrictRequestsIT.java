package io.tidemark.server.http.movements;

import static io.tidemark.server.http.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.server.http.support.HttpServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class StrictRequestsIT {

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

    @Nested
    class Refused {

        @AfterEach
        void nothing_reached_the_ledger() {
            assertThat(server.ledger().commands).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "{",
                    "{\"ref\":\"r\"",
                    "{\"ref\":\"r\",}",
                    "{'ref':'r'}",
                    "{ref:1}",
                    "// c\n{}",
                    "{} {}",
                    "{}x",
                    "{}]",
                    "nul",
                    "[1,]",
                    "{\"ref\":\"a\tb\"}",
                    "{\"ref\":\"r\",\"ref\":\"r\"}",
                    "{\"ref\":\"r\",\"items\":[{\"account\":\"a\",\"amount\":1,\"amount\":2}]}",
                    "{\"ref\":\"r\",\"\\u0072ef\":\"r\"}",
                    "{\"ref\":NaN}",
                    "{\"ref\":Infinity}",
                    "{\"ref\":+1}",
                    "{\"ref\":01}",
                    "{\"ref\":.5}",
                    "{\"ref\":5.}",
                    "{\"ref\":0x10}",
                    "{\"ref\":1_000}",
                    "{\"ref\":5n}",
                    "{\"ref\":\"\\ud80\"}",
                    "{\"ref\":\"\\x\"}"
                })
        void what_is_not_one_json_document_is_malformed(String body) {
            assertProblem(server.post("/v1/spends", body), 400, "malformed-json");
        }

        @ParameterizedTest
        @CsvSource({
            "efbbbf7b7d, byte order mark",
            "7b22726566223a22c080227d, overlong NUL",
            "7b22726566223a22c3227d, cut short",
            "7b22726566223a22eda080227d, surrogate",
            "7b22726566223a22f4908080227d, beyond Unicode",
            "7b22726566223a22ff227d, no lead byte",
            "fffe7b007d00, UTF-16",
            "7b22726566223a22e4227d, ISO 8859-1"
        })
        void bytes_that_are_not_utf_8_are_malformed(String hex, String why) {
            assertProblem(server.post("/v1/spends", HexFormat.of().parseHex(hex)), 400, "malformed-json");
        }

        @Test
        void a_document_nested_too_deep_is_malformed() {
            assertProblem(server.post("/v1/spends", "[".repeat(33) + "]".repeat(33)), 400, "malformed-json");
            assertProblem(server.post("/v1/spends", "[".repeat(100_000)), 400, "malformed-json");
            assertProblem(server.post("/v1/spends", "[".repeat(32) + "]".repeat(32)), 400, "invalid-request");
        }

        @Test
        void a_number_of_more_than_40_characters_is_malformed() {
            assertProblem(server.post("/v1/spends", amount("1".repeat(41))), 400, "malformed-json");
            assertProblem(server.post("/v1/spends", amount("1." + "1".repeat(40))), 400, "malformed-json");
            assertProblem(server.post("/v1/spends", amount("1".repeat(40))), 422, "amount-out-of-range");
        }

        static Stream<Arguments> badSpends() {
            return Stream.of(
                    Arguments.of("null", ""),
                    Arguments.of("[]", ""),
                    Arguments.of("7", ""),
                    Arguments.of("\"x\"", ""),
                    Arguments.of("true", ""),
                    Arguments.of("{\"items\":[]}", "/ref"),
                    Arguments.of("{\"ref\":\"r\"}", "/items"),
                    Arguments.of("{\"ref\":5,\"items\":[]}", "/ref"),
                    Arguments.of("{\"ref\":true,\"items\":[]}", "/ref"),
                    Arguments.of("{\"ref\":null,\"items\":[]}", "/ref"),
                    Arguments.of("{\"ref\":{},\"items\":[]}", "/ref"),
                    Arguments.of("{\"ref\":[\"r\"],\"items\":[]}", "/ref"),
                    Arguments.of("{\"ref\":\"r\",\"items\":{}}", "/items"),
                    Arguments.of("{\"ref\":\"r\",\"items\":null}", "/items"),
                    Arguments.of("{\"ref\":\"r\",\"items\":\"\"}", "/items"),
                    Arguments.of("{\"ref\":\"r\",\"items\":[[]]}", "/items/0"),
                    Arguments.of("{\"ref\":\"r\",\"items\":[null]}", "/items/0"),
                    Arguments.of("{\"ref\":\"r\",\"items\":[{}]}", "/items/0/account"),
                    Arguments.of("{\"ref\":\"r\",\"items\":[{\"account\":5,\"amount\":1}]}", "/items/0/account"),
                    Arguments.of("{\"ref\":\"r\",\"items\":[{\"account\":\"a\"}]}", "/items/0/amount"),
                    Arguments.of(amount("true"), "/items/0/amount"),
                    Arguments.of(amount("null"), "/items/0/amount"),
                    Arguments.of(amount("[]"), "/items/0/amount"),
                    Arguments.of(amount("{}"), "/items/0/amount"),
                    Arguments.of(
                            "{\"ref\":\"r\",\"items\":[{\"account\":\"a\",\"amount\":1,\"currency\":5}]}",
                            "/items/0/currency"),
                    Arguments.of(
                            "{\"ref\":\"r\",\"items\":[{\"account\":\"a\",\"amount\":1},{\"account\":\"a\",\"amount\":1,\"x/y~\":5}]}",
                            "/items/1/x~1y~0"),
                    Arguments.of(
                            "{\"ref\":\"r\",\"items\":[{\"account\":\"a\",\"amount\":1,\"expires_at\":null}]}",
                            "/items/0/expires_at"),
                    Arguments.of("{\"ref\":\"r\",\"items\":[],\"Ref\":\"r\"}", "/Ref"),
                    Arguments.of("{\"ref\":\"r\",\"items\":[],\"issuer\":\"i\"}", "/issuer"),
                    Arguments.of("{\"ref\":\"r\",\"items\":[],\"kind\":\"spend\"}", "/kind"),
                    Arguments.of("{\"ref\":\"r\",\"items\":[],\"__proto__\":{}}", "/__proto__"),
                    Arguments.of("{\"ref\":\"r\",\"items\":[],\"shortfall\":\"reject\"}", "/shortfall"),
                    Arguments.of("{\"ref\":\"r\",\"items\":[],\"shortfall\":0}", "/shortfall"),
                    Arguments.of("{\"ref\":\"r\",\"items\":[],\"metadata\":[]}", "/metadata"),
                    Arguments.of("{\"ref\":\"r\",\"items\":[],\"metadata\":{\"k\":1}}", "/metadata/k"),
                    Arguments.of("{\"ref\":\"r\",\"items\":[],\"metadata\":{\"k\":null}}", "/metadata/k"),
                    Arguments.of("{\"ref\":\"r\",\"items\":[],\"metadata\":{\"k\":{\"n\":\"v\"}}}", "/metadata/k"),
                    Arguments.of(effective("true"), "/effective_at"),
                    Arguments.of(effective("{}"), "/effective_at"));
        }

        @ParameterizedTest
        @MethodSource("badSpends")
        void what_is_not_the_message_expected_is_named_by_its_pointer(String body, String pointer) {
            JsonNode problem = assertProblem(server.post("/v1/spends", body), 400, "invalid-request");

            assertThat(problem.get("pointer").asString()).isEqualTo(pointer);
            assertThat(problem.get("field").asString().replace('.', '/'))
                    .isEqualTo(pointer.replaceFirst("/", "")
                            .replaceAll("/([0-9]+)", "[$1]")
                            .replace("~1", "/")
                            .replace("~0", "~"));
        }

        @ParameterizedTest
        @CsvSource({
            "grants, '{\"ref\":\"r\",\"items\":[]}', /issuer",
            "grants, '{\"ref\":\"r\",\"issuer\":\"i\",\"items\":[{\"to\":\"a\",\"amount\":1}]}', /items/0/to",
            "grants, '{\"ref\":\"r\",\"issuer\":\"i\",\"shortfall\":\"REJECT\",\"items\":[]}', /shortfall",
            "transfers, '{\"ref\":\"r\",\"items\":[]}', /from",
            "transfers, '{\"ref\":\"r\",\"from\":\"a\",\"items\":[{\"account\":\"a\",\"amount\":1}]}', /items/0/account"
        })
        void each_movement_has_its_own_fields(String path, String body, String pointer) {
            JsonNode problem = assertProblem(server.post("/v1/" + path, body), 400, "invalid-request");

            assertThat(problem.get("pointer").asString()).isEqualTo(pointer);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "1.9",
                    "1.0",
                    "1e3",
                    "1E3",
                    "1E400",
                    "0.5",
                    "-0",
                    "9223372036854775808",
                    "-9223372036854775809",
                    "\"\"",
                    "\"1.0\"",
                    "\"1e3\"",
                    "\"+5\"",
                    "\"-0\"",
                    "\" 5\"",
                    "\"5 \"",
                    "\"007\"",
                    "\"0x10\"",
                    "\"1_000\"",
                    "\"1,000\"",
                    "\"NaN\"",
                    "\"Infinity\"",
                    "\"\uff15\"",
                    "\"\u0665\"",
                    "\"9223372036854775808\"",
                    "\"five\"",
                    "\"5\\u0000\""
                })
        void what_is_no_whole_number_of_units_is_out_of_range(String literal) {
            JsonNode problem = assertProblem(server.post("/v1/spends", amount(literal)), 422, "amount-out-of-range");

            assertThat(problem.get("field").asString()).isEqualTo("items[0].amount");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"\"",
                    "\"now\"",
                    "\"2026-01-01\"",
                    "\"2026-01-01T00:00:00\"",
                    "\"2026-01-01 00:00:00Z\"",
                    "\"2026-01-01T00:00Z\"",
                    "\"2026-01-01T24:00:00Z\"",
                    "\"2016-12-31T23:59:60Z\"",
                    "\"2026-02-29T00:00:00Z\"",
                    "\"2000-02-30T00:00:00Z\"",
                    "\"2026-13-01T00:00:00Z\"",
                    "\"2026-01-01T00:00:00.1234567Z\"",
                    "\"2026-01-01T00:00:00.Z\"",
                    "\"2026-01-01T00:00:00+0100\"",
                    "\"2026-01-01T00:00:00+18:01\"",
                    "\"2026-01-01T00:00:00Z[Europe/Paris]\"",
                    "\"0000-12-31T23:59:59Z\"",
                    "\"-0001-01-01T00:00:00Z\"",
                    "\"10000-01-01T00:00:00Z\"",
                    "\"9999-12-31T23:59:59-01:00\"",
                    "\"0001-01-01T00:00:00+01:00\"",
                    "\"1772323200000\"",
                    "1.5",
                    "1e3",
                    "253402300800000",
                    "-62135596800001",
                    "9223372036854775807"
                })
        void what_is_no_time_of_the_years_1_to_9999_is_invalid(String literal) {
            JsonNode problem = assertProblem(server.post("/v1/spends", effective(literal)), 422, "invalid-time");

            assertThat(problem.get("field").asString()).isEqualTo("effective_at");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "text/plain",
                    "application/x-www-form-urlencoded",
                    "multipart/form-data; boundary=x",
                    "application/xml",
                    "application/json; charset=iso-8859-1",
                    "application/json; charset=utf-16",
                    "application/json; charset=no-such-charset",
                    "application/problem+json",
                    "application/x-ndjson",
                    "application/*",
                    "*/*",
                    "json",
                    ";"
                })
        void another_media_type_is_unsupported(String type) {
            assertProblem(server.post("/v1/spends", type, PLAIN), 415, "unsupported-media-type");
        }

        @Test
        void a_missing_media_type_is_unsupported() {
            HttpResponse<String> response =
                    server.send(server.request("/v1/spends").POST(BodyPublishers.ofString(PLAIN)));

            assertProblem(response, 415, "unsupported-media-type");
        }

        @ParameterizedTest
        @ValueSource(strings = {"gzip", "deflate", "br", "identity, gzip"})
        void an_encoded_body_is_unsupported(String encoding) {
            HttpResponse<String> response = server.send(server.request("/v1/spends")
                    .header("Content-Type", "application/json")
                    .header("Content-Encoding", encoding)
                    .POST(BodyPublishers.ofString(PLAIN)));

            assertProblem(response, 415, "unsupported-media-type");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "text/html",
                    "application/xml, text/*",
                    "application/json;q=0",
                    "*/*, application/json;q=0",
                    "nonsense",
                    "application/json;amounts=float"
                })
        void an_answer_in_another_media_type_is_not_to_be_had(String accept) {
            HttpResponse<String> response = server.send(server.request("/v1/spends")
                    .header("Content-Type", "application/json")
                    .header("Accept", accept)
                    .POST(BodyPublishers.ofString(PLAIN)));

            assertProblem(response, 406, "not-acceptable");
        }

        @Test
        void movements_take_no_query_parameters() {
            assertProblem(server.post("/v1/spends?dry_run=true", PLAIN), 400, "invalid-query");
        }

        @ParameterizedTest
        @ValueSource(strings = {"cross-site", "same-site"})
        void pages_of_other_sites_may_not_send_movements(String site) {
            HttpResponse<String> response = server.send(server.request("/v1/spends")
                    .header("Content-Type", "application/json")
                    .header("Sec-Fetch-Site", site)
                    .POST(BodyPublishers.ofString(PLAIN)));

            assertProblem(response, 403, "forbidden");
        }
    }

    @Nested
    class Taken {

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
}
