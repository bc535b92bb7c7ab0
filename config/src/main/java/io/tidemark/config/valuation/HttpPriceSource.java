package io.tidemark.config.valuation;

import io.tidemark.projection.valuation.PriceQuestion;
import io.tidemark.projection.valuation.PriceSource;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Asks an HTTP server: {@code GET endpoint?currency=…&quote=…&at=…}, which answers 200 and {@code {"price": …}} with a
 * number, a number as text, or null for none. Anything else is a failure. Thread-safe.
 */
public final class HttpPriceSource implements PriceSource, AutoCloseable {

    private static final int OK = 200;
    private static final int MOST_BYTES = 64 * 1024;
    private static final int LONGEST_NUMBER = 100;

    private final JsonFactory json = new JsonFactory();
    private final URI endpoint;
    private final Duration timeout;
    private final HttpClient client;

    /**
     * A source.
     *
     * @param endpoint where it is, {@code http} or {@code https}
     * @param timeout how long it may take
     */
    public HttpPriceSource(URI endpoint, Duration timeout) {
        if (endpoint.getHost() == null
                || !("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme()))) {
            throw new IllegalArgumentException("prices come from an http or https address, not from " + endpoint);
        }
        this.endpoint = endpoint;
        this.timeout = timeout;
        this.client = HttpClient.newBuilder().connectTimeout(timeout).build();
    }

    @Override
    public Optional<BigDecimal> price(PriceQuestion question) throws IOException, InterruptedException {
        String query = "currency=" + encoded(question.currency()) + "&quote=" + encoded(question.quote()) + "&at="
                + encoded(question.at().toString());
        String separator = endpoint.getRawQuery() == null ? "?" : "&";
        HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint + separator + query))
                .timeout(timeout)
                .header("Accept", "application/json")
                .build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() != OK) {
                throw new IOException("the price server answers with status " + response.statusCode());
            }
            byte[] bytes = body.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException("the price server answers with more than " + MOST_BYTES + " bytes");
            }
            return price(bytes);
        }
    }

    private Optional<BigDecimal> price(byte[] body) throws IOException {
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the price server answers with no object");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("price")) {
                    return price(parser, value);
                }
                parser.skipChildren();
            }
            throw new IOException("the price server answers without a price");
        } catch (JacksonException | NumberFormatException e) {
            throw new IOException("the price server answers with something that cannot be read", e);
        }
    }

    private static Optional<BigDecimal> price(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return Optional.empty();
        }
        if (value != JsonToken.VALUE_STRING && !value.isNumeric()) {
            throw new IOException("the price server answers with a price that is no number");
        }
        String text = parser.getString();
        if (text.length() > LONGEST_NUMBER) {
            throw new IOException("the price server answers with a price of " + text.length() + " characters");
        }
        return Optional.of(new BigDecimal(text));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
