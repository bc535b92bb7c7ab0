package io.tidemark.server.http.edge;

import io.tidemark.server.http.json.JsonAnswer;
import io.tidemark.server.http.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.http.HttpHeaders;

/** Sends answers, each with its length, and problems, which look the same wherever they come from. */
public final class Responses {

    /**
     * Headers of every answer. Nothing that a ledger says may be kept by a cache, guessed to be something else, framed,
     * or run.
     */
    public static final Map<String, String> COMMON_HEADERS = Map.of(
            HttpHeaders.CACHE_CONTROL,
            "no-store",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Content-Security-Policy",
            "default-src 'none'; frame-ancestors 'none'",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin");

    private Responses() {}

    /** Sends a JSON document. */
    public static void send(HttpServletResponse response, int status, AnswerForm form, JsonAnswer answer)
            throws IOException {
        send(response, status, form.contentType(), answer.toBytes());
    }

    /** Sends a finished body. */
    public static void send(HttpServletResponse response, int status, String contentType, byte[] body)
            throws IOException {
        response.setStatus(status);
        response.setContentType(contentType);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** Sends a problem, unless another answer is on its way already. */
    public static void send(HttpServletRequest request, HttpServletResponse response, Problem problem)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        problem.headers().forEach(response::setHeader);
        byte[] body = problem.toBytes(AnswerForm.amountsAsText(request));
        send(response, problem.type().status(), Problem.MEDIA_TYPE, body);
    }
}
