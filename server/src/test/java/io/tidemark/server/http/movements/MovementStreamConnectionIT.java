package io.tidemark.server.http.movements;

import static io.tidemark.server.http.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.MovementOutcome.Refused;
import io.tidemark.messages.refusal.Refusal;
import io.tidemark.server.http.support.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class MovementStreamConnectionIT {

    @RegisterExtension
    private final HttpServer server = new HttpServer();

    private static String spend(String ref, String account) {
        return "{\"kind\":\"spend\",\"ref\":\"" + ref + "\",\"items\":[{\"account\":\"" + account
                + "\",\"amount\":1}]}";
    }

    private List<String> refsTaken() {
        return server.ledger().commands.stream().map(MovementCommand::ref).toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_sender_may_wait_for_each_answer_before_it_sends_the_next_message() throws IOException {
        try (Socket socket = server.connect();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            OutputStream out = socket.getOutputStream();
            begin(out);
            for (int i = 0; i < 20; i++) {
                chunk(out, spend("r" + i, "a") + "\n");
                String line = in.readLine();
                while (line != null && !line.startsWith("{")) {
                    line = in.readLine();
                }
                assertThat(line).startsWith("{\"ref\":\"r" + i + "\",\"status\":201");
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            assertThat(in.lines().toList()).contains("0");
        }
    }

    @Test
    void a_sender_may_send_everything_before_it_reads_anything() throws IOException {
        int messages = 40_000;
        server.ledger()
                .onCommand(command ->
                        new Refused(new Refusal.InvalidAccount("\u0001".repeat(250), "items[0].account", "reserved")));
        byte[] body = IntStream.range(0, messages)
                .mapToObj(i -> spend("r" + i, "a") + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = server.connect();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            // HTTP/1.0 has no chunks, so that a line of the answer is a line of the connection.
            String head = String.join(
                    "\r\n",
                    "POST /v1/movements HTTP/1.0",
                    "Content-Type: application/x-ndjson",
                    "Content-Length: " + body.length);
            socket.getOutputStream().write((head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();

            long bytes = 0;
            int answers = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                bytes += line.length();
                answers += line.startsWith("{\"ref\":\"r" + answers + "\"") ? 1 : 0;
            }
            assertThat(answers).isEqualTo(messages);
            assertThat(bytes).as("more than the buffers of a connection hold").isGreaterThan(50_000_000);
        }
    }

    @Test
    void a_stream_that_breaks_off_ends_with_a_problem_and_what_was_taken_is_answered() throws IOException {
        try (Socket socket = server.connect()) {
            OutputStream out = socket.getOutputStream();
            begin(out);
            chunk(out, spend("a", "1") + "\n" + spend("b", "2") + "\n{\"kind\":\"spend\",\"ref\":\"c\"");
            socket.shutdownOutput();

            String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            List<JsonNode> answers = answers(response);
            assertThat(answers).hasSize(3);
            assertThat(answers.get(0).get("status").asInt()).isEqualTo(201);
            assertThat(answers.get(1).get("status").asInt()).isEqualTo(201);
            assertProblem(answers.get(2).toString(), 400, "bad-request");
            assertThat(answers.get(2).get("line").asInt()).isEqualTo(3);
        }
        assertThat(refsTaken()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void a_sender_that_falls_silent_gets_its_answers_and_a_timeout() throws IOException {
        try (Socket socket = server.connect()) {
            OutputStream out = socket.getOutputStream();
            begin(out);
            chunk(out, spend("a", "1") + "\n");

            String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            List<JsonNode> answers = answers(response);
            assertThat(answers).hasSize(2);
            assertProblem(answers.get(1).toString(), 408, "request-timeout");
        }
    }

    @Test
    void a_sender_that_goes_away_stops_the_stream_and_what_is_under_way_is_finished() throws IOException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        CountDownLatch finished = new CountDownLatch(1);
        server.ledger().onCommand(command -> {
            begun.countDown();
            await(gone);
            finished.countDown();
            return server.ledger().applied(command);
        });
        try (Socket socket = server.connect()) {
            begin(socket.getOutputStream());
            chunk(socket.getOutputStream(), spend("a", "1") + "\n");
            await(begun);
            socket.setSoLinger(true, 0);
        }
        gone.countDown();

        await(finished);
        server.ledger().reset();
        assertThat(server.post("/v1/movements", "[" + spend("b", "1") + "]").statusCode())
                .isEqualTo(200);
    }

    private static List<JsonNode> answers(String response) {
        return response.lines()
                .filter(line -> line.startsWith("{"))
                .map(HttpServer::json)
                .toList();
    }

    private static void begin(OutputStream out) throws IOException {
        String head = String.join(
                "\r\n",
                "POST /v1/movements HTTP/1.1",
                "Host: localhost",
                "Content-Type: application/x-ndjson",
                "Connection: close",
                "Transfer-Encoding: chunked");
        out.write((head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void chunk(OutputStream out, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        try {
            out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
