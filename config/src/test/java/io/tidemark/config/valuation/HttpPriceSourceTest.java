package io.tidemark.config.valuation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tidemark.projection.valuation.PriceQuestion;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpPriceSourceTest {

    private static final PriceQuestion QUESTION =
            new PriceQuestion("CREDIT", "USD", Instant.parse("2026-03-01T12:00:00Z"));

    private final List<String> asked = new ArrayList<>();
    private final HttpServer server;
    private String answer = "";
    private int status = 200;

    HttpPriceSourceTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                asked.add(exchange.getRequestURI().toString());
                byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"price\": \"0.0123\"}|0.0123",
                "{\"price\": 0.1}|0.1",
                "{\"at\": {\"price\": 5}, \"list\": [1], \"price\": 12}|12",
                "{\"price\": 1e2, \"currency\": \"USD\"}|1E+2"
            })
    void a_price_is_read_exactly_wherever_it_stands(String body, BigDecimal price) throws Exception {
        answer = body;

        assertThat(ask("/prices")).contains(price);
        assertThat(asked).containsExactly("/prices?currency=CREDIT&quote=USD&at=2026-03-01T12%3A00%3A00Z");
    }

    @Test
    void that_there_is_no_price_is_an_answer() throws Exception {
        answer = "{\"price\": null}";

        assertThat(ask("/prices?key=x")).isEmpty();
        assertThat(asked).containsExactly("/prices?key=x&currency=CREDIT&quote=USD&at=2026-03-01T12%3A00%3A00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "{\"price\": true}",
                "{\"price\": {}}",
                "{\"price\": \"x\"}",
                "{\"price\": \"1",
                "{\"price\": NaN}",
                "<html>"
            })
    void anything_else_is_a_failure(String body) {
        answer = body;

        assertThatThrownBy(() -> ask("/")).isInstanceOf(IOException.class).hasMessageContaining("the price server");
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 302, 404, 429, 500, 503})
    void a_status_that_is_not_200_is_a_failure(int code) {
        status = code;

        assertThatThrownBy(() -> ask("/"))
                .isInstanceOf(IOException.class)
                .hasMessage("the price server answers with status " + code);
    }

    @Test
    void an_answer_without_end_is_a_failure() {
        answer = "{\"x\": \"" + "y".repeat(100_000) + "\", \"price\": 1}";
        assertThatThrownBy(() -> ask("/")).hasMessageContaining("more than");

        answer = "{\"price\": " + "1".repeat(101) + "}";
        assertThatThrownBy(() -> ask("/")).hasMessageContaining("101 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://example.org", "prices", "file:///etc/passwd", "http:prices"})
    void prices_come_over_http(String address) {
        assertThatThrownBy(() -> new HttpPriceSource(URI.create(address), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private java.util.Optional<BigDecimal> ask(String path) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        try (HttpPriceSource source = new HttpPriceSource(address, Duration.ofSeconds(10))) {
            return source.price(QUESTION);
        }
    }
}
