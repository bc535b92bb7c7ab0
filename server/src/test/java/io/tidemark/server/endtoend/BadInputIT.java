package io.tidemark.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Bad input is answered as the contract says, and changes nothing: the journal's hash is the same after each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String SPEND = Bodies.spend("bad", "REJECT", Bodies.item("alice", 1));

    private final LedgerServer server = LedgerServer.start("--tidemark.issuers=treasury");
    private final LedgerHttp http = server.http();
    private String before = "";

    @BeforeAll
    void grant() {
        for (String json : List.of(
                Bodies.grantAt("2000-01-01T00:00:00Z", "first", Bodies.item("alice", 100)),
                Bodies.grant("full", Bodies.item("full", Long.MAX_VALUE)),
                Bodies.grant("mortal", Bodies.expiring("mortal", 1, "2099-01-01T00:00:00Z")))) {
            assertThat(http.post("/v1/grants", json).status()).isEqualTo(201);
        }
        before = head();
    }

    @AfterAll
    void stop() {
        server.checkInvariants();
        server.close();
    }

    static Stream<BadRequest> messages() {
        return BadMessages.all();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void a_bad_message_is_refused_and_changes_nothing(BadRequest bad) {
        assertRefused(bad);
    }

    static Stream<BadRequest> documents() {
        return Stream.of(
                BadRequest.document("nothing", "", 400, "malformed-json"),
                BadRequest.document("a half", "{\"ref\":\"bad\"", 400, "malformed-json"),
                BadRequest.document("something after it", SPEND + "x", 400, "malformed-json"),
                BadRequest.document("two", SPEND + SPEND, 400, "malformed-json"),
                BadRequest.document(
                        "a field twice", SPEND.replace("{\"ref\"", "{\"ref\":\"bad\",\"ref\""), 400, "malformed-json"),
                BadRequest.document("a comment", "/**/" + SPEND, 400, "malformed-json"),
                BadRequest.document("a fraction without a zero", SPEND.replace(":1}", ":.5}"), 400, "malformed-json"),
                BadRequest.document("a plus sign", SPEND.replace(":1}", ":+5}"), 400, "malformed-json"),
                BadRequest.document("a leading zero", SPEND.replace(":1}", ":01}"), 400, "malformed-json"),
                BadRequest.document("hexadecimal", SPEND.replace(":1}", ":0x10}"), 400, "malformed-json"),
                BadRequest.document("NaN", SPEND.replace(":1}", ":NaN}"), 400, "malformed-json"),
                BadRequest.document(
                        "41 digits", SPEND.replace(":1}", ":" + "1".repeat(41) + "}"), 400, "malformed-json"),
                BadRequest.document("too deep", "[".repeat(100_000), 400, "malformed-json"),
                BadRequest.document("a byte order mark", "\u00ef\u00bb\u00bf" + SPEND, 400, "malformed-json"),
                BadRequest.document("an overlong NUL", SPEND.replace("bad", "\u00c0\u0080"), 400, "malformed-json"),
                BadRequest.document(
                        "a raw surrogate", SPEND.replace("bad", "\u00ed\u00a0\u0080"), 400, "malformed-json"),
                BadRequest.document("ISO 8859-1", SPEND.replace("bad", "b\u00e4d"), 400, "malformed-json"),
                BadRequest.document("UTF-16", "\u00fe\u00ff\0{\0}", 400, "malformed-json"),
                BadRequest.document("null", "null", 400, "invalid-request"),
                BadRequest.document("a list", "[]", 400, "invalid-request"),
                BadRequest.document("a string", "\"\"", 400, "invalid-request"),
                BadRequest.document("too much", SPEND + " ".repeat(1 << 20), 413, "payload-too-large"));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void a_bad_document_is_refused_and_changes_nothing(BadRequest bad) {
        assertRefused(bad);
    }

    static Stream<BadRequest> requests() {
        return Stream.of(
                posted("no media type", "/v1/spends", 415, "unsupported-media-type"),
                posted("text", "/v1/spends", 415, "unsupported-media-type", "Content-Type", "text/plain"),
                posted("XML", "/v1/spends", 415, "unsupported-media-type", "Content-Type", "application/xml"),
                posted(
                        "a form",
                        "/v1/spends",
                        415,
                        "unsupported-media-type",
                        "Content-Type",
                        "application/x-www-form-urlencoded"),
                posted(
                        "another charset",
                        "/v1/spends",
                        415,
                        "unsupported-media-type",
                        "Content-Type",
                        "application/json;charset=latin1"),
                posted(
                        "compressed",
                        "/v1/spends",
                        415,
                        "unsupported-media-type",
                        "Content-Type",
                        "application/json",
                        "Content-Encoding",
                        "gzip"),
                posted(
                        "an answer in XML",
                        "/v1/spends",
                        406,
                        "not-acceptable",
                        "Content-Type",
                        "application/json",
                        "Accept",
                        "application/xml"),
                posted("an unknown path", "/v1/spend", 404, "not-found", "Content-Type", "application/json"),
                posted("another case", "/V1/spends", 404, "not-found", "Content-Type", "application/json"),
                posted("an empty segment", "//v1/spends", 400, "bad-request", "Content-Type", "application/json"),
                posted("a path parameter", "/v1/spends;a=b", 400, "bad-request", "Content-Type", "application/json"),
                posted("a NUL in the path", "/v1/spends%00", 400, "bad-request", "Content-Type", "application/json"),
                posted("no such projection", "/v1/projections/nothing/reset", 404, "not-found"),
                posted(
                        "an object where a list belongs",
                        "/v1/movements",
                        400,
                        "invalid-request",
                        "Content-Type",
                        "application/json"),
                got("a method that a path does not have", "/v1/spends", 405, "method-not-allowed"),
                got(
                        "an account id that is too long",
                        LedgerHttp.account("x".repeat(257), "balance"),
                        422,
                        "invalid-account"),
                got("a page of nothing", "/v1/balances?limit=0", 400, "invalid-query"),
                got("a page of too much", "/v1/balances?limit=1001", 400, "invalid-query"),
                got("a cursor that is none", "/v1/balances?cursor=x", 400, "invalid-query"),
                got("a cursor of another query", "/v1/accounts/alice/lots?cursor=AQ", 400, "invalid-query"),
                got("a parameter that is none", "/v1/balances?order=up", 400, "invalid-query"),
                got("a parameter twice", "/v1/balances?limit=1&limit=1", 400, "invalid-query"),
                got("a time that is none", "/v1/accounts/alice/balance?at=now", 400, "invalid-query"),
                got("a seq that is none", "/v1/accounts/alice/balance?min_seq=-1", 400, "invalid-query"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void a_bad_request_is_refused_and_changes_nothing(BadRequest bad) {
        assertRefused(bad);
    }

    @Test
    void among_other_messages_each_gets_the_same_answer() {
        List<BadRequest> bad =
                BadMessages.all().filter(row -> row.json().length() < 5_000).toList();
        List<String> wanted = bad.stream().map(row -> row.status() + " " + row).toList();

        LedgerHttp.Answer array = http.post(
                "/v1/movements", bad.stream().map(BadRequest::json).collect(Collectors.joining(",", "[", "]")));
        LedgerHttp.Answer lines = http.send(
                request -> request.header("Content-Type", "application/x-ndjson")
                        .POST(BodyPublishers.ofString(
                                bad.stream().map(BadRequest::json).collect(Collectors.joining("\n")))),
                "/v1/movements");

        List<String> ofArray = new ArrayList<>();
        array.json().forEach(answer -> ofArray.add(answered(answer, bad.get(ofArray.size()))));
        assertThat(ofArray).isEqualTo(wanted);
        List<String> ofLines = new ArrayList<>();
        lines.text().lines().forEach(line -> ofLines.add(answered(JSON.readTree(line), bad.get(ofLines.size()))));
        assertThat(ofLines).isEqualTo(wanted);
        assertThat(head()).isEqualTo(before);
    }

    private static String answered(JsonNode answer, BadRequest row) {
        return answer.path("status").asInt() + " " + row;
    }

    private void assertRefused(BadRequest bad) {
        LedgerHttp.Answer answer = http.send(bad.complete(), bad.path());

        assertThat(answer.status() + " " + answer.problem())
                .as(answer.text())
                .isEqualTo(bad.status() + " " + bad.problem());
        assertThat(head()).isEqualTo(before);
    }

    private String head() {
        return http.get("/v1/journal/head").toString();
    }

    private static BadRequest posted(String name, String path, int status, String problem, String... headers) {
        return BadRequest.other(name, path, status, problem, request -> {
            request.POST(BodyPublishers.ofString(path.contains("spend") || path.contains("movements") ? SPEND : ""));
            if (headers.length > 0) {
                request.headers(headers);
            }
        });
    }

    private static BadRequest got(String name, String path, int status, String problem) {
        return BadRequest.other(name, path, status, problem, request -> {});
    }
}
