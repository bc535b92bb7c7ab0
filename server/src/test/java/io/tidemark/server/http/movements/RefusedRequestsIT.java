package io.tidemark.server.http.movements;

import static io.tidemark.server.http.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.server.http.support.HttpServer;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class RefusedRequestsIT {

    @RegisterExtension
    private final HttpServer server = new HttpServer();

    /** A spend whose item has an amount. */
    private static String amount(String literal) {
        return "{\"ref\":\"r\",\"items\":[{\"account\":\"a\",\"amount\":" + literal + "}]}";
    }

    private static String effective(String literal) {
        return "{\"ref\":\"r\",\"effective_at\":" + literal + ",\"items\":[{\"account\":\"a\",\"amount\":7}]}";
    }

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
                        "{\"ref\":\"r\",\"items\":[{\"account\":\"a\",\"amount\":1},"
                                + "{\"account\":\"a\",\"amount\":1,\"x/y~\":5}]}",
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
}
