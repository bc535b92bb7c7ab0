package io.tidemark.server.http.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;

/** Checks problem documents. */
public final class Problems {

    private Problems() {}

    /** Checks that a response is a whole problem of a status and type, and gives the document. */
    public static JsonNode assertProblem(HttpResponse<String> response, int status, String type) {
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        JsonNode problem = assertProblem(response.body(), status, type);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return problem;
    }

    /** Checks a problem document. */
    public static JsonNode assertProblem(String document, int status, String type) {
        JsonNode problem = HttpServer.json(document);
        assertThat(problem.path("type").asString()).as(document).isEqualTo("https://tidemark.io/problems/" + type);
        assertThat(problem.path("status").asInt()).as(document).isEqualTo(status);
        assertThat(problem.path("title").asString()).isNotBlank();
        assertThat(problem.path("detail").asString()).isNotBlank();
        assertThat(document).doesNotContain("Exception", "org.", "java.", "jackson", "SELECT", "\tat ");
        return problem;
    }

    /** Checks a raw response that carries a problem, and gives its head. */
    public static String assertRawProblem(String response, int status, String type) {
        assertThat(response).startsWith("HTTP/1.1 " + status + " ");
        int blank = response.indexOf("\r\n\r\n");
        String head = response.substring(0, blank);
        assertThat(head).containsIgnoringCase("Content-Type: application/problem+json");
        assertThat(head).doesNotContainIgnoringCase("\r\nServer:");
        String body = response.substring(blank + 4);
        assertProblem(body.substring(body.indexOf('{'), body.lastIndexOf('}') + 1), status, type);
        return head;
    }
}
