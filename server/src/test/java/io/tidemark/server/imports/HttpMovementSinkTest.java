package io.tidemark.server.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tidemark.config.imports.ImportMode;
import io.tidemark.config.imports.ImportedMessage;
import io.tidemark.messages.command.GrantCredits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HttpMovementSinkTest {

    private interface Answer {
        String to(int request, JsonNode message);
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Patience QUICK =
            new Patience(Duration.ofNanos(1), Duration.ofMillis(1), Duration.ofMillis(20));

    private final List<SinkAnswer> answers = Collections.synchronizedList(new ArrayList<>());
    private final List<JsonNode> received = Collections.synchronizedList(new ArrayList<>());
    private final List<String> modes = Collections.synchronizedList(new ArrayList<>());
    private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private int wholeStatus = 200;
    private Answer answer = (request, message) -> "{\"ref\":" + message.path("ref") + ",\"status\":201,\"seq_to\":7}";

    HttpMovementSinkTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        server.createContext("/v1/movements", this::handle);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void messages_arrive_in_order_in_batches_of_bounded_size() throws Exception {
        try (HttpMovementSink sink = sink()) {
            for (int i = 0; i < 3_000; i++) {
                sink.send(grant("r" + i), answers::add);
            }
            sink.drain();
        }

        assertThat(received)
                .extracting(message -> message.path("ref").asString())
                .hasSize(3_000);
        for (int i = 0; i < 3_000; i++) {
            assertThat(received.get(i).path("ref").asString()).isEqualTo("r" + i);
        }
        assertThat(batches)
                .hasSizeGreaterThan(1)
                .allSatisfy(bytes -> assertThat(bytes).isLessThanOrEqualTo(256 * 1024));
        assertThat(answers).hasSize(3_000).containsOnly(new SinkAnswer.Applied(7, false));
    }

    @Test
    void a_message_is_written_as_the_http_contract_says() throws Exception {
        try (HttpMovementSink sink = sink()) {
            sink.send(
                    new ImportedMessage(
                            new GrantCredits(
                                    "r",
                                    "i",
                                    Instant.parse("2026-03-01T00:00:00.000001Z"),
                                    Map.of("token", "é\""),
                                    List.of(new GrantCredits.Item(
                                            "a", Long.MAX_VALUE, "USD", Instant.ofEpochMilli(-5), Map.of("k", "v")))),
                            1),
                    answers::add);
            sink.drain();
        }

        assertThat(received).containsExactly(JSON.readTree("""
                {"kind":"grant","ref":"r","effective_at":"2026-03-01T00:00:00.000001Z","metadata":{"token":"é\\""},
                 "issuer":"i","items":[{"account":"a","amount":9223372036854775807,"currency":"USD",
                 "expires_at":"1969-12-31T23:59:59.995Z","metadata":{"k":"v"}}]}"""));
    }

    @Test
    void statuses_say_what_became_of_a_message() throws Exception {
        answer = (request, message) -> switch (message.path("ref").asString()) {
            case "again" -> "{\"ref\":\"again\",\"status\":200,\"seq_to\":3}";
            case "short" ->
                "{\"ref\":\"short\",\"status\":422,\"type\":\"https://tidemark.io/problems/insufficient-credit\","
                        + "\"detail\":\"too little\"}";
            case "other" -> "{\"ref\":\"other\",\"status\":409,\"title\":\"Conflict\"}";
            default -> "{\"ref\":\"busy\",\"status\":" + (request < 3 ? 503 : 201) + ",\"seq_to\":9}";
        };
        try (HttpMovementSink sink = sink()) {
            for (String ref : List.of("again", "short", "other", "busy")) {
                sink.send(grant(ref), answers::add);
            }
            sink.drain();
        }

        assertThat(answers)
                .containsExactly(
                        new SinkAnswer.Applied(3, true),
                        new SinkAnswer.Refused(new RefusalReason("insufficient-credit", "too little"), false),
                        new SinkAnswer.Refused(new RefusalReason("status-409", "Conflict"), false),
                        new SinkAnswer.Applied(9, false));
        assertThat(batches).as("requests").hasSize(3);
    }

    @Test
    void a_request_says_that_it_is_an_import_and_a_later_appearance_says_which() throws Exception {
        answer = (request, message) -> message.has("appearance")
                ? "{\"ref\":\"r\",\"status\":201,\"seq_to\":1}"
                : "{\"ref\":\"r\",\"status\":422,\"type\":\"https://tidemark.io/problems/not-an-issuer\","
                        + "\"detail\":\"no\",\"refused_at\":\"2026-11-21T10:00:00Z\"}";
        try (HttpMovementSink sink = sink()) {
            ImportedMessage first = grant("r");
            sink.send(first, answers::add);
            sink.send(new ImportedMessage(first.command(), 2), answers::add);
            sink.drain();
        }

        assertThat(modes).containsExactly("keep-refused");
        assertThat(received.get(0).has("appearance")).isFalse();
        assertThat(received.get(1).path("appearance").asInt()).isEqualTo(2);
        assertThat(answers)
                .containsExactly(
                        new SinkAnswer.Refused(new RefusalReason("not-an-issuer", "no"), true),
                        new SinkAnswer.Applied(1, false));
    }

    @Test
    void answers_that_do_not_come_are_asked_for_again() throws Exception {
        answer = (request, message) ->
                request == 1 && !message.path("ref").asString().equals("r0")
                        ? ""
                        : "{\"ref\":" + message.path("ref") + ",\"status\":201,\"seq_to\":1}";
        try (HttpMovementSink sink = sink()) {
            for (int i = 0; i < 3; i++) {
                sink.send(grant("r" + i), answers::add);
            }
            sink.drain();
        }

        assertThat(answers).hasSize(3);
        assertThat(received)
                .extracting(message -> message.path("ref").asString())
                .containsExactly("r0", "r1", "r2", "r1", "r2");
    }

    @Test
    void a_batch_that_is_refused_as_a_whole_is_sent_message_by_message() throws Exception {
        wholeStatus = 413;
        try (HttpMovementSink sink = sink()) {
            sink.send(grant("r0"), answers::add);
            sink.send(grant("r1"), answers::add);
            sink.drain();
        }

        assertThat(answers)
                .hasSize(2)
                .allSatisfy(given -> assertThat(given)
                        .isInstanceOfSatisfying(
                                SinkAnswer.Refused.class,
                                refused -> assertThat(refused.reason().type()).isEqualTo("status-413")));
    }

    @Test
    void a_server_that_is_not_ready_or_not_there_or_not_tidemark_ends_the_import() throws Exception {
        for (int status : new int[] {503, 404}) {
            wholeStatus = status;
            try (HttpMovementSink sink = sink()) {
                sink.send(grant("r0"), answers::add);
                assertThatThrownBy(sink::drain)
                        .hasMessageContaining("" + status)
                        .isInstanceOfSatisfying(
                                SinkException.class,
                                e -> assertThat(e.isUnreachable()).isTrue());
            }
        }
        server.stop(0);
        try (HttpMovementSink sink = sink()) {
            sink.send(grant("r0"), answers::add);
            assertThatThrownBy(sink::drain).hasMessageContaining("does not answer");
        }
        assertThat(answers).isEmpty();
    }

    private HttpMovementSink sink() {
        return new HttpMovementSink(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"), ImportMode.KEEP_REFUSED, QUICK);
    }

    private static ImportedMessage grant(String ref) {
        return new ImportedMessage(new GrantCredits(ref, "i", List.of(new GrantCredits.Item("account", 1))), 1);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            batches.add(body.length);
            modes.add(exchange.getRequestHeaders().getFirst("Tidemark-Import"));
            StringBuilder lines = new StringBuilder();
            for (String line : new String(body, StandardCharsets.UTF_8).lines().toList()) {
                JsonNode message = JSON.readTree(line);
                received.add(message);
                String given = answer.to(batches.size(), message);
                lines.append(given).append(given.isEmpty() ? "" : "\n");
            }
            byte[] bytes = (wholeStatus == 200 ? lines.toString() : "").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(wholeStatus, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
