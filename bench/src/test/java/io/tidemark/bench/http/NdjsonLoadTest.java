package io.tidemark.bench.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tidemark.bench.load.Mix;
import io.tidemark.bench.load.Refs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NdjsonLoadTest {

    private static final Duration MOMENT = Duration.ofMillis(300);
    private static final int MESSAGES = 10;

    private final Mix mix = new Mix(10, new Refs(1));
    private final AtomicLong lines = new AtomicLong();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private volatile String answer = "{\"ref\":\"r\",\"status\":201,\"results\":[]}\n";

    NdjsonLoadTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        server.setExecutor(workers);
        server.createContext("/v1/movements", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        workers.close();
    }

    @Test
    void each_line_that_says_applied_counts_and_nothing_else() throws Exception {
        NdjsonLoad load = new NdjsonLoad(url(), 2, MESSAGES, mix.bulk(3));
        try (load) {
            assertThat(load.rate(MOMENT)).isPositive();
        }

        long applied = load.applied();
        assertThat(applied).isPositive().isEqualTo(lines.get()).isEqualTo(applied / MESSAGES * MESSAGES);
    }

    @Test
    void a_refusal_fails_the_measurement_and_says_which() {
        answer = "{\"ref\":\"r\",\"status\":422,\"title\":\"no\"}\n";

        assertThatThrownBy(() -> {
                    try (NdjsonLoad load = new NdjsonLoad(url(), 1, MESSAGES, mix.bulk(3))) {
                        load.goOn(MOMENT);
                    }
                })
                .hasMessage("a message was not applied")
                .hasRootCauseMessage("answered 200: " + answer.strip());
    }

    @Test
    void an_answer_that_is_missing_fails_the_measurement() {
        answer = "";

        assertThatThrownBy(() -> {
                    try (NdjsonLoad load = new NdjsonLoad(url(), 1, MESSAGES, mix.bulk(3))) {
                        load.goOn(MOMENT);
                    }
                })
                .hasRootCauseMessage("0 answers to 10 messages");
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        long messages = body.lines().count();
        lines.addAndGet(messages);
        byte[] answers = answer.repeat(Math.toIntExact(messages)).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answers.length == 0 ? -1 : answers.length);
        if (answers.length > 0) {
            exchange.getResponseBody().write(answers);
        }
        exchange.close();
    }
}
