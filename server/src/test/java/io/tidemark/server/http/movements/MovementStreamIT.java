package io.tidemark.server.http.movements;

import static io.tidemark.server.http.support.HttpServer.json;
import static io.tidemark.server.http.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.messages.MovementKind;
import io.tidemark.messages.command.LedgerBusyException;
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
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class MovementStreamIT {

    private static final String NDJSON = "application/x-ndjson";

    @RegisterExtension
    private final HttpServer server = new HttpServer();

    private static String spend(String ref, String account) {
        return "{\"kind\":\"spend\",\"ref\":\"" + ref + "\",\"items\":[{\"account\":\"" + account
                + "\",\"amount\":1}]}";
    }

    private static String transfer(String ref, String from, String to) {
        return "{\"kind\":\"transfer\",\"ref\":\"" + ref + "\",\"from\":\"" + from + "\",\"items\":[{\"to\":\"" + to
                + "\",\"amount\":1}]}";
    }

    private static String grant(String ref, String issuer, String account) {
        return "{\"kind\":\"grant\",\"ref\":\"" + ref + "\",\"issuer\":\"" + issuer + "\",\"items\":[{\"account\":\""
                + account + "\",\"amount\":1}]}";
    }

    private List<JsonNode> stream(String body) {
        HttpResponse<String> response = server.post("/v1/movements", NDJSON, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue(NDJSON);
        assertThat(response.body().isEmpty() || response.body().endsWith("\n")).isTrue();
        return response.body().lines().map(HttpServer::json).toList();
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
    void an_array_is_answered_with_an_array_each_message_on_its_own() {
        server.ledger()
                .onCommand(command -> command.ref().equals("short")
                        ? new Refused(new Refusal.InsufficientCredit("a", "CREDIT", 9, 3))
                        : server.ledger().applied(command));

        HttpResponse<String> response = server.post(
                "/v1/movements",
                "[" + grant("g", "i", "a") + "," + spend("short", "a") + ", 7, {\"ref\":\"k\"}, "
                        + "{\"kind\":\"loan\",\"ref\":\"l\"}, {\"kind\":\"spend\",\"ref\":\"f\",\"items\":[],\"x\":1},"
                        + transfer("t", "a", "b") + "]");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        JsonNode answers = json(response.body());
        assertThat(answers.size()).isEqualTo(7);
        assertThat(answers.get(0))
                .isEqualTo(json("{\"ref\":\"g\",\"status\":201,\"kind\":\"grant\",\"seq_from\":1,\"seq_to\":1,"
                                .replace(
                                        ":1,\"seq_to\":1",
                                        ":" + answers.get(0).get("seq_from") + ",\"seq_to\":"
                                                + answers.get(0).get("seq_to"))
                        + "\"effective_at\":\"2026-11-21T10:00:00.123456Z\","
                        + "\"recorded_at\":\"2026-11-21T10:00:00.123456Z\",\"results\":[]}"));
        assertThat(answers.get(1)).isEqualTo(json("""
                        {"ref": "short", "type": "https://tidemark.io/problems/insufficient-credit",
                         "title": "Insufficient credit", "status": 422,
                         "detail": "account 'a' has 3 CREDIT, 9 were asked for",
                         "account": "a", "currency": "CREDIT", "requested": 9, "available": 3, "index": 1}
                        """));
        assertProblem(answers.get(2).toString(), 400, "invalid-request");
        assertThat(answers.get(2).get("ref").isNull()).isTrue();
        assertThat(assertProblem(answers.get(3).toString(), 400, "invalid-request")
                        .get("pointer")
                        .asString())
                .isEqualTo("/kind");
        assertThat(answers.get(3).get("ref").asString()).isEqualTo("k");
        assertThat(assertProblem(answers.get(4).toString(), 400, "invalid-request")
                        .get("index")
                        .asInt())
                .isEqualTo(4);
        assertThat(answers.get(5).get("field").asString()).isEqualTo("x");
        assertThat(answers.get(6).get("kind").asString()).isEqualTo("transfer");
        assertThat(refsTaken()).containsExactly("g", "short", "t");
    }

    @Test
    void an_empty_array_and_an_empty_stream_have_empty_answers() {
        assertThat(server.post("/v1/movements", "[]").body()).isEqualTo("[]");
        assertThat(stream("")).isEmpty();
        assertThat(stream("\n\r\n  \t\n")).isEmpty();
    }

    @Test
    void an_array_that_is_malformed_anywhere_has_no_effect() {
        assertProblem(server.post("/v1/movements", "[" + spend("s", "a") + ",{]"), 400, "malformed-json");
        assertProblem(server.post("/v1/movements", spend("s", "a")), 400, "invalid-request");
        assertThat(server.ledger().commands).isEmpty();
    }

    @Test
    void lines_are_answered_in_their_order_and_bad_ones_do_not_stop_the_stream() {
        List<JsonNode> answers = stream(spend("a", "1") + "\n\n{nonsense\r\n"
                + "{\"kind\":\"spend\",\"ref\":\"x\",\"y\":1}\n"
                + "\u0000\n"
                + spend("b", "2") + "\r\n"
                + "x".repeat(3 * 1024 * 1024) + "\n"
                + spend("c", "3"));

        assertThat(answers.stream().map(answer -> answer.get("status").asInt()))
                .containsExactly(201, 400, 400, 400, 201, 413, 201);
        assertThat(answers.stream().map(answer -> answer.path("line").asInt(0))).containsExactly(0, 3, 4, 5, 0, 7, 0);
        assertProblem(answers.get(1).toString(), 400, "malformed-json");
        assertThat(assertProblem(answers.get(2).toString(), 400, "invalid-request")
                        .get("ref")
                        .asString())
                .isEqualTo("x");
        assertProblem(answers.get(5).toString(), 413, "payload-too-large");
        assertThat(refsTaken()).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void bytes_that_are_not_utf_8_spoil_their_own_line_alone() {
        byte[] bad =
                (spend("a", "1") + "\n{\"ref\":\"?\"}\n" + spend("b", "2") + "\n").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bad.length; i++) {
            bad[i] = bad[i] == '?' ? (byte) 0xff : bad[i];
        }

        HttpResponse<String> response = server.send(server.request("/v1/movements")
                .header("Content-Type", NDJSON + ";charset=utf-8")
                .POST(BodyPublishers.ofByteArray(bad)));

        List<JsonNode> answers = response.body().lines().map(HttpServer::json).toList();
        assertThat(answers).hasSize(3);
        assertProblem(answers.get(1).toString(), 400, "malformed-json");
        assertThat(refsTaken()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void failures_are_answers_too() {
        server.ledger().onCommand(command -> {
            throw command.ref().equals("busy") ? new LedgerBusyException("full") : new IllegalStateException("secret");
        });

        List<JsonNode> answers = stream(spend("busy", "1") + "\n" + spend("bug", "2") + "\n");

        assertProblem(answers.get(0).toString(), 503, "busy");
        assertThat(answers.get(0).get("retry_after").asInt()).isEqualTo(1);
        assertProblem(answers.get(1).toString(), 500, "internal-error");
    }

    @Test
    void amounts_are_strings_in_lines_too() {
        server.ledger()
                .onCommand(command -> new Refused(new Refusal.InsufficientCredit("a", "CREDIT", Long.MAX_VALUE, 3)));

        HttpResponse<String> response = server.send(server.request("/v1/movements")
                .header("Content-Type", NDJSON)
                .header("Accept", "application/json;amounts=string")
                .POST(BodyPublishers.ofString(spend("s", "a"))));

        assertThat(response.headers().firstValue("Content-Type")).hasValue(NDJSON + ";amounts=string");
        assertThat(json(response.body()).get("requested").isString()).isTrue();
    }

    @Test
    void messages_that_share_an_account_keep_their_order() {
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String ref = "m" + i;
            bodies.add(
                    switch (i % 3) {
                        case 0 -> spend(ref, "a" + i % 7);
                        case 1 -> transfer(ref, "a" + i % 5, "a" + (5 + i % 3));
                        default -> grant(ref, "issuer", "a" + i % 7);
                    });
        }
        AtomicInteger under = new AtomicInteger();
        server.ledger().onCommand(command -> {
            // Uneven work, so that messages would overtake each other if they could.
            under.accumulateAndGet(command.ref().hashCode() & 0xfff, (sum, rounds) -> {
                int value = sum;
                for (int i = 0; i < rounds * 50; i++) {
                    value = value * 31 + i;
                }
                return value;
            });
            return server.ledger().applied(command);
        });

        List<JsonNode> answers = stream(String.join("\n", bodies));

        assertThat(answers.stream().map(answer -> answer.get("ref").asString()))
                .containsExactlyElementsOf(
                        IntStream.range(0, 300).mapToObj(i -> "m" + i).toList());
        for (int account = 0; account < 8; account++) {
            String name = "\"a" + account + "\"";
            List<String> sent = IntStream.range(0, 300)
                    .filter(i -> bodies.get(i).contains(name))
                    .mapToObj(i -> "m" + i)
                    .toList();
            assertThat(refsTaken().stream().filter(sent::contains)).containsExactlyElementsOf(sent);
        }
    }

    @Test
    void a_message_waits_for_those_before_it_on_any_of_its_accounts_and_for_no_others() {
        CountDownLatch firstBegun = new CountDownLatch(1);
        CountDownLatch othersDone = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        server.ledger().onCommand(command -> {
            switch (command.ref()) {
                case "first" -> {
                    firstBegun.countDown();
                    await(go);
                }
                case "other", "same-issuer" -> othersDone.countDown();
                default -> assertThat(go.getCount()).isZero();
            }
            return server.ledger().applied(command);
        });
        Thread referee = Thread.startVirtualThread(() -> {
            await(firstBegun);
            await(othersDone);
            go.countDown();
        });

        List<JsonNode> answers = stream(String.join(
                "\n",
                transfer("first", "a", "b"),
                spend("behind", "b"),
                transfer("far-behind", "c", "b"),
                spend("third", "c"),
                grant("same-issuer", "i", "x"),
                grant("other", "i", "y")));

        assertThat(referee.isAlive()).isFalse();
        assertThat(answers.stream().map(answer -> answer.get("status").asInt())).containsOnly(201);
        assertThat(refsTaken().stream().filter(ref -> !ref.equals("other") && !ref.equals("same-issuer")))
                .containsExactly("first", "behind", "far-behind", "third");
    }

    @Test
    void a_ref_that_is_there_twice_is_applied_by_its_first_message() {
        CountDownLatch go = new CountDownLatch(1);
        server.ledger().onCommand(command -> {
            if (command.kind() == MovementKind.SPEND) {
                go.countDown();
            }
            return server.ledger().applied(command);
        });

        stream(grant("r", "i", "a") + "\n" + spend("r", "z") + "\n");

        assertThat(server.ledger().commands.stream().map(MovementCommand::kind))
                .containsExactly(MovementKind.GRANT, MovementKind.SPEND);
    }

    @Test
    void no_more_than_the_window_is_under_way_and_all_of_it() {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch full = new CountDownLatch(256);
        server.ledger().onCommand(command -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            full.countDown();
            await(full);
            underWay.decrementAndGet();
            return server.ledger().applied(command);
        });

        assertThat(stream(IntStream.range(0, 1000)
                        .mapToObj(i -> spend("r" + i, "a" + i))
                        .collect(Collectors.joining("\n"))))
                .hasSize(1000);
        assertThat(most.get()).isEqualTo(256);
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
