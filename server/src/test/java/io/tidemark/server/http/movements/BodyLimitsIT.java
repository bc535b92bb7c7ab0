package io.tidemark.server.http.movements;

import static io.tidemark.server.http.support.Problems.assertProblem;
import static io.tidemark.server.http.support.Problems.assertRawProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.server.http.support.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BodyLimitsIT {

    private static final int LIMIT = 1024 * 1024;

    private static final String HEAD =
            "POST /v1/spends HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

    @RegisterExtension
    private final HttpServer server = new HttpServer();

    /** A message of so many bytes. */
    private static String message(int bytes) {
        String begin = "{\"ref\":\"r\",\"items\":[{\"account\":\"a\",\"amount\":7}]";
        return begin + " ".repeat(bytes - begin.length() - 1) + "}";
    }

    private static String chunk(String content) {
        return Integer.toHexString(content.length()) + "\r\n" + content + "\r\n";
    }

    @Test
    void a_message_of_exactly_the_limit_is_taken() {
        assertThat(server.post("/v1/spends", message(LIMIT)).statusCode()).isEqualTo(201);
    }

    @Test
    void one_byte_more_is_too_large() {
        assertProblem(server.post("/v1/spends", message(LIMIT + 1)), 413, "payload-too-large");
        assertThat(server.ledger().commands).isEmpty();
    }

    @Test
    void a_chunked_body_is_counted_and_the_connection_closed() throws IOException {
        String head = assertRawProblem(
                server.raw(HEAD + "Transfer-Encoding: chunked\r\n\r\n" + chunk(message(LIMIT + 1)) + "0\r\n\r\n"),
                413,
                "payload-too-large");

        assertThat(head).containsIgnoringCase("Connection: close");
        assertThat(server.ledger().commands).isEmpty();
    }

    @Test
    void a_chunked_body_within_the_limit_is_taken() throws IOException {
        assertThat(server.raw(HEAD + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + chunk(message(100).substring(0, 50))
                        + chunk(message(100).substring(50)) + "0\r\n\r\n"))
                .startsWith("HTTP/1.1 201 ");
    }

    @Test
    void a_length_over_the_limit_is_refused_before_the_body_arrives() throws IOException {
        try (Socket socket = server.connect()) {
            socket.getOutputStream()
                    .write((HEAD + "Content-Length: 1000000000000\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();

            String head = assertRawProblem(
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8),
                    413,
                    "payload-too-large");
            assertThat(head).containsIgnoringCase("Connection: close");
        }
    }

    @Test
    void a_length_that_says_more_than_comes_is_a_bad_request() throws IOException {
        try (Socket socket = server.connect()) {
            OutputStream out = socket.getOutputStream();
            out.write((HEAD + "Content-Length: 200\r\n\r\n" + message(100)).getBytes(StandardCharsets.US_ASCII));
            out.flush();
            socket.shutdownOutput();

            assertRawProblem(
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8), 400, "bad-request");
        }
        assertThat(server.ledger().commands).isEmpty();
    }

    @Test
    void a_body_that_does_not_go_on_times_out() throws IOException {
        try (Socket socket = server.connect()) {
            OutputStream out = socket.getOutputStream();
            out.write((HEAD + "Content-Length: 200\r\n\r\n" + message(100)).getBytes(StandardCharsets.US_ASCII));
            out.flush();

            assertRawProblem(
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8), 408, "request-timeout");
        }
        assertThat(server.ledger().commands).isEmpty();
    }

    @Test
    void a_length_that_says_less_than_comes_leaves_a_document_cut_short() throws IOException {
        String answers = server.raw(HEAD + "Content-Length: 50\r\n\r\n" + message(100) + "\r\n\r\n");

        assertThat(answers).startsWith("HTTP/1.1 400 ").contains("/problems/malformed-json");
        assertThat(server.ledger().commands).isEmpty();
    }

    @Test
    void chunks_that_lie_are_a_bad_request() throws IOException {
        for (String body : new String[] {"zz\r\n{}\r\n0\r\n\r\n", "5\r\n{}\r\n0\r\n\r\n", "-1\r\n{}\r\n0\r\n\r\n"}) {
            assertRawProblem(server.raw(HEAD + "Transfer-Encoding: chunked\r\n\r\n" + body), 400, "bad-request");
        }
        assertThat(server.ledger().commands).isEmpty();
    }

    @Test
    void two_lengths_are_a_bad_request() throws IOException {
        assertRawProblem(server.raw(HEAD + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}\r\n"), 400, "bad-request");
    }

    @Test
    void an_array_may_be_longer_than_a_message_up_to_its_own_limits() {
        String element =
                "{\"kind\":\"spend\",\"ref\":\"r\",\"items\":[{\"account\":\"a\",\"amount\":7}],\"metadata\":{\"k\":\""
                        + "x".repeat(5000) + "\"}}";
        String array = "[" + (element + ",").repeat(399) + element + "]";
        assertThat(array.length()).isGreaterThan(LIMIT);

        assertThat(server.post("/v1/movements", array).statusCode()).isEqualTo(200);
        assertThat(server.ledger().commands).hasSize(400);
        assertProblem(server.post("/v1/movements", "[" + " ".repeat(8 * LIMIT) + "]"), 413, "payload-too-large");
        assertProblem(server.post("/v1/movements", "[" + "1,".repeat(500) + "1]"), 413, "payload-too-large");
    }
}
