package io.tidemark.projection.lots;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tidemark.projection.effect.Effect;
import io.tidemark.projection.effect.EffectOptions;
import io.tidemark.projection.effect.RateLimit;
import io.tidemark.projection.valuation.PriceQuestion;
import io.tidemark.projection.valuation.Prices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A server on the loopback that knows a price for every question, and counts who asks. Thread-safe. */
final class PriceServer implements AutoCloseable {

    static final String QUOTE = "USD";

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final HttpServer server;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile boolean isDown;

    PriceServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/price", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (isDown) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            String question = exchange.getRequestURI().getQuery();
            calls.add(question);
            byte[] body = price(question).toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Tells for each question something else, but always the same. */
    private static BigDecimal price(String question) {
        return BigDecimal.valueOf(Math.floorMod(question.hashCode(), 1_000_000), 5);
    }

    /** The questions, each as often as it was asked. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    /** From now on it does not answer, or does again. */
    void isDown(boolean down) {
        isDown = down;
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/price";
    }

    /** Values by what a server says. */
    static LotPrices over(String address) {
        HttpClient client = HttpClient.newHttpClient();
        return prices(question -> {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(address + "?" + URLEncoder.encode(text(question), StandardCharsets.UTF_8)))
                    .build();
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException("status " + response.statusCode());
            }
            return Optional.of(new BigDecimal(response.body()));
        });
    }

    /** The same prices, without anybody being asked. */
    static LotPrices byHeart() {
        return prices(question -> Optional.of(price(text(question))));
    }

    /** What is asked and counted for a kept input. */
    static String text(PriceQuestion question) {
        return question.currency() + "/" + question.quote() + "@" + question.at();
    }

    private static LotPrices prices(io.tidemark.projection.valuation.PriceSource source) {
        Effect<PriceQuestion, Optional<BigDecimal>> effect = Prices.effect(source, PriceServer::withCare);
        return new LotPrices(effect, QUOTE, SECOND);
    }

    private static EffectOptions<PriceQuestion, Optional<BigDecimal>> withCare(
            EffectOptions<PriceQuestion, Optional<BigDecimal>> options) {
        return options.limited(RateLimit.NONE, 4).retry(2, Duration.ofMillis(1));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
