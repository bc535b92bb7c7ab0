package io.tidemark.server.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Talks HTTP to a server for the commands that read, and turns what can go wrong into messages and exit codes. */
final class LedgerClient {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);
    private static final Duration LONG_WORK_WITHIN = Duration.ofDays(1);
    private static final Duration PROBE_WITHIN = Duration.ofSeconds(2);

    private final URI server;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_WITHIN)
            .build();

    LedgerClient(URI server) {
        this.server = server;
    }

    URI server() {
        return server;
    }

    /** A path below {@code /v1} whose variable parts are escaped, so that ids may hold any character. */
    static String path(String... segments) {
        StringJoiner path = new StringJoiner("/", "/v1/", "");
        for (String segment : segments) {
            path.add(escaped(segment));
        }
        return path.toString();
    }

    /** The path with those parameters that have a value. */
    static String query(String path, Map<String, @Nullable String> parameters) {
        StringJoiner query = new StringJoiner("&", path + "?", "").setEmptyValue(path);
        for (Map.Entry<String, @Nullable String> parameter : new LinkedHashMap<>(parameters).entrySet()) {
            String value = parameter.getValue();
            if (value != null) {
                query.add(escaped(parameter.getKey()) + "=" + escaped(value));
            }
        }
        return query.toString();
    }

    /** What the server answers to a read. */
    JsonNode get(String path) {
        return send(request(path).GET(), path);
    }

    /** What the server answers to a request without a body. */
    JsonNode post(String path) {
        return send(request(path).POST(HttpRequest.BodyPublishers.noBody()), path);
    }

    /** What the server answers once something is gone. */
    JsonNode delete(String path) {
        return send(request(path).DELETE(), path);
    }

    /** What the server answers to a request without a body, however long it takes. */
    JsonNode postAndWait(String path) {
        return send(request(path).timeout(LONG_WORK_WITHIN).POST(HttpRequest.BodyPublishers.noBody()), path);
    }

    /** Whether a Tidemark server answers here; another program on the same port is none. */
    boolean isTidemark() {
        HttpRequest request =
                request("/v1/journal/head").timeout(PROBE_WITHIN).GET().build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 && json(response.body()).has("seq");
        } catch (IOException | CommandException e) {
            return false;
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private HttpRequest.Builder request(String path) {
        String base = server.toString().replaceAll("/+$", "");
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(ANSWER_WITHIN)
                .header("Accept", "application/json, application/problem+json");
    }

    private JsonNode send(HttpRequest.Builder request, String path) {
        HttpResponse<String> response;
        try {
            response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.UNREACHABLE,
                    "no Tidemark server answers at " + server + " (" + reason(e)
                            + "). Start one with 'tidemark serve', or name another with --url.");
        } catch (InterruptedException e) {
            throw interrupted();
        }
        if (response.statusCode() / 100 == 2) {
            return response.body().isBlank() ? JSON.createObjectNode() : json(response.body());
        }
        throw refusal(response, path);
    }

    private CommandException refusal(HttpResponse<String> response, String path) {
        int status = response.statusCode();
        JsonNode problem;
        try {
            problem = json(response.body());
        } catch (CommandException e) {
            problem = JSON.createObjectNode();
        }
        String title = problem.path("title").asString("status " + status);
        String detail = problem.path("detail").asString("");
        String message = detail.isEmpty() ? title + " (" + path + ")" : title + ": " + detail;
        boolean notReady = status == 502 || status == 503 || status == 504;
        return new CommandException(notReady ? ExitCode.UNREACHABLE : ExitCode.FAILED, message);
    }

    private JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw new CommandException(ExitCode.UNREACHABLE, "what answers at " + server + " is not Tidemark");
        }
    }

    private static String reason(IOException e) {
        if (e instanceof ConnectException) {
            return "connection refused";
        }
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }

    private static CommandException interrupted() {
        Thread.currentThread().interrupt();
        return new CommandException(ExitCode.FAILED, "interrupted");
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
