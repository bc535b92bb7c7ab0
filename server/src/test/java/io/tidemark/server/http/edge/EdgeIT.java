package io.tidemark.server.http.edge;

import static io.tidemark.server.http.support.Problems.assertProblem;
import static io.tidemark.server.http.support.Problems.assertRawProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.server.http.support.HttpServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeIT {

    @RegisterExtension
    private final HttpServer server = new HttpServer();

    private static String request(String line, String... headers) {
        return line + "\r\nHost: localhost\r\nConnection: close\r\n" + String.join("", headers) + "\r\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v1",
                "/v1/nothing",
                "/v1/balances/",
                "/v1/accounts/a",
                "/v2/balances",
                "/error",
                "/index.html",
                "/favicon.ico",
                "/webjars/x",
                "/actuator/env",
                "/actuator/heapdump",
                "/V1/balances"
            })
    void an_unknown_path_is_not_found(String path) {
        assertProblem(server.get(path), 404, "not-found");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/grants, 'OPTIONS, POST'",
        "DELETE, /v1/grants, 'OPTIONS, POST'",
        "PUT, /v1/movements, 'OPTIONS, POST'",
        "POST, /v1/balances, 'GET, HEAD, OPTIONS'",
        "PATCH, /v1/accounts/a/balance, 'GET, HEAD, OPTIONS'",
        "GET, /v1/projections/lots/reset, 'OPTIONS, POST'",
        "BREW, /v1/balances, 'GET, HEAD, OPTIONS'"
    })
    void another_method_is_not_allowed_and_is_told_which_are(String method, String path, String allowed) {
        HttpResponse<String> response = server.send(server.request(path).method(method, BodyPublishers.noBody()));

        assertProblem(response, 405, "method-not-allowed");
        assertThat(response.headers().firstValue("Allow")).hasValue(allowed);
    }

    @Test
    void trace_is_not_allowed() throws IOException {
        assertRawProblem(
                server.raw(request("TRACE /v1/balances HTTP/1.1", "X-Secret: s\r\n")), 405, "method-not-allowed");
    }

    @Test
    void every_answer_has_the_headers_that_keep_browsers_from_guessing() {
        for (String path : new String[] {"/v1/balances", "/nothing", "/docs", "/actuator/health"}) {
            HttpResponse<String> response = server.get(path);
            assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(response.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
            assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                    .startsWith("default-src 'none'");
            assertThat(response.headers().firstValue("Server")).isEmpty();
            assertThat(response.headers().firstValue("X-Powered-By")).isEmpty();
            assertThat(response.headers().firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
        }
    }

    @Test
    void a_request_of_another_origin_gets_no_leave_to_read() {
        HttpResponse<String> response = server.send(server.request("/v1/grants")
                .header("Origin", "https://elsewhere.example")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody()));

        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(response.headers().firstValue("Access-Control-Allow-Methods"))
                .isEmpty();
    }

    @Test
    void head_is_get_without_the_body() {
        HttpResponse<String> response =
                server.send(server.request("/v1/balances").method("HEAD", BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1//balances",
                "//v1/balances",
                "/v1/accounts//balance",
                "/v1/balances;jsessionid=1",
                "/v1/accounts/a;b/balance",
                "/v1/./balances",
                "/v1/x/../balances",
                "/v1/accounts/%00/balance",
                "/v1/accounts/%zz/balance",
                "/v1/accounts/%2/balance",
                "/v1/accounts/%ff/balance",
                "/v1/accounts/%c0%80/balance",
                "/v1/accounts/%ed%a0%80/balance",
                "/v1/accounts/a\\b/balance",
                "/v1/accounts/{a}/balance",
                "/v1/accounts/a|b/balance",
                "/v1/accounts/\u00e4/balance",
                "/../balances",
                "/v1/%2e%2e/%2e%2e/%2e%2e/x"
            })
    void a_path_that_could_mean_two_things_is_a_bad_request(String path) throws IOException {
        assertRawProblem(server.raw(request("GET " + path + " HTTP/1.1")), 400, "bad-request");
        assertThat(server.ledger().queries).isEmpty();
    }

    @Test
    void requests_that_are_not_http_are_bad_requests() throws IOException {
        assertRawProblem(server.raw("GET /v1/balances HTTP/1.1\r\n\r\n"), 400, "bad-request");
        assertRawProblem(
                server.raw("GET /v1/balances HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n"),
                400,
                "bad-request");
        assertRawProblem(server.raw("GET /v1/balances HTTP/1.1\r\nHost: \u00e4\r\n\r\n"), 400, "bad-request");
        assertRawProblem(server.raw("GE<T /v1/balances HTTP/1.1\r\nHost: a\r\n\r\n"), 400, "bad-request");
        assertRawProblem(server.raw("GET /v1/bal ances HTTP/1.1\r\nHost: a\r\n\r\n"), 400, "bad-request");
    }

    @Test
    void what_the_server_does_not_speak_is_a_bad_request() throws IOException {
        assertRawProblem(server.raw("GET /v1/balances HTTP/7.0\r\nHost: a\r\n\r\n"), 400, "bad-request");
        assertRawProblem(
                server.raw(request("POST /v1/spends HTTP/1.1", "Transfer-Encoding: gzip\r\n")), 400, "bad-request");
    }

    @ParameterizedTest
    @ValueSource(ints = {8_193, 20_000, 100_000})
    void an_overlong_uri_is_414(int length) throws IOException {
        assertRawProblem(server.raw(request("GET " + uri(length) + " HTTP/1.1")), 414, "uri-too-long");
    }

    @Test
    void a_uri_of_exactly_the_limit_is_read() throws IOException {
        assertRawProblem(server.raw(request("GET " + uri(8_192) + " HTTP/1.1")), 400, "invalid-query");
    }

    private static String uri(int length) {
        String beginning = "/v1/balances?limit=";
        return beginning + "x".repeat(length - beginning.length());
    }

    @Test
    void overlong_headers_are_431() throws IOException {
        assertRawProblem(
                server.raw(request("GET /v1/balances HTTP/1.1", "X-Long: " + "x".repeat(20_000) + "\r\n")),
                431,
                "headers-too-large");
    }

    @Test
    void too_many_headers_are_431() throws IOException {
        assertRawProblem(
                server.raw(request("GET /v1/balances HTTP/1.1", "X-Many: x\r\n".repeat(200))),
                431,
                "headers-too-large");
    }

    @Test
    void health_and_metrics_answer() {
        assertThat(server.get("/actuator/health").body()).contains("\"status\":\"UP\"");
        assertThat(server.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        assertThat(server.get("/actuator/prometheus").body()).contains("jvm_memory_used_bytes");
    }
}
