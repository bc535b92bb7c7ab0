package io.tidemark.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of one server, for many threads. */
final class LedgerHttp implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * What the server said.
     *
     * @param status of HTTP
     * @param text the body
     */
    record Answer(int status, String text) {

        JsonNode json() {
            return JSON.readTree(text);
        }

        /** Last part of the type of a problem. */
        String problem() {
            String type = json().path("type").asString("");
            return type.substring(type.lastIndexOf('/') + 1);
        }
    }

    private final URI server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(threads)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    LedgerHttp(URI server) {
        this.server = server;
    }

    /** The path of something of an account, such as {@code /v1/accounts/alice/balance}. */
    static String account(String id, String what) {
        String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
        return "/v1/accounts/" + encoded + "/" + what;
    }

    /** Posts JSON; an answer that does not come is an {@link IOException}. */
    Answer tryPost(String path, String json) throws IOException, InterruptedException {
        return exchange(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build());
    }

    /** Posts JSON and gets whatever the answer is. */
    Answer post(String path, String json) {
        return send(
                request -> request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)),
                path);
    }

    /** Sends a request that the caller completes, and gets whatever the answer is. */
    Answer send(Consumer<HttpRequest.Builder> complete, String path) {
        HttpRequest.Builder request = request(path);
        complete.accept(request);
        try {
            return exchange(request.build());
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What can be read at a path. */
    JsonNode get(String path) {
        Answer answer = send(request -> {}, path);
        assertThat(answer.status()).as(path + " " + answer.text()).isEqualTo(200);
        return answer.json();
    }

    /** All items of a list, page by page. */
    List<JsonNode> all(String path, int limit) {
        return all(path, limit, () -> {});
    }

    /** All items of a list, page by page; something is done after each page. */
    List<JsonNode> all(String path, int limit, Runnable afterPage) {
        List<JsonNode> items = new ArrayList<>();
        String first = path + (path.contains("?") ? "&" : "?") + "limit=" + limit;
        JsonNode page = get(first);
        page.path("items").forEach(items::add);
        while (page.path("next_cursor").isString()) {
            assertThat(page.path("items").size())
                    .as("rows of a page of " + path)
                    .isEqualTo(limit);
            afterPage.run();
            String cursor = URLEncoder.encode(page.path("next_cursor").asString(), StandardCharsets.UTF_8);
            page = get(first + "&cursor=" + cursor);
            page.path("items").forEach(items::add);
        }
        return items;
    }

    /** The last seq of the journal. */
    long head() {
        return get("/v1/journal/head").path("seq").asLong();
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server + path)).timeout(PATIENCE);
    }

    private Answer exchange(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }
}
