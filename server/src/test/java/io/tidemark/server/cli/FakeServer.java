package io.tidemark.server.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** A server that answers what a test tells it to, and remembers what it was asked. */
final class FakeServer implements AutoCloseable {

    /**
     * An answer.
     *
     * @param status of HTTP
     * @param body what is in it
     */
    record Answer(int status, String body) {}

    /** What was asked: method, raw path and query, in one line. */
    final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    private final HttpServer server;
    private final Function<String, Answer> answers;

    FakeServer(Function<String, Answer> answers) throws IOException {
        this.answers = answers;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Answers every movement as applied, and reads with the given function. */
    static FakeServer ledger(Function<String, Answer> reads) throws IOException {
        return new FakeServer(request -> request.equals("GET /v1/journal/head")
                ? new Answer(200, "{\"seq\":0,\"hash\":\"\"}")
                : reads.apply(request));
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            requests.add(request);
            String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Answer answer =
                    request.equals("POST /v1/movements") ? new Answer(200, applied(sent)) : answers.apply(request);
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String applied(String lines) {
        StringBuilder answers = new StringBuilder();
        lines.lines().forEach(line -> {
            String ref = line.replaceAll(".*?\"ref\":(\"[^\"]*\").*", "$1");
            answers.append("{\"ref\":").append(ref).append(",\"status\":201,\"seq_to\":5}\n");
        });
        return answers.toString();
    }
}
