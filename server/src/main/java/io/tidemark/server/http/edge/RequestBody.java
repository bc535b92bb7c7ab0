package io.tidemark.server.http.edge;

import io.tidemark.server.http.json.JsonValue;
import io.tidemark.server.http.json.MalformedJsonException;
import io.tidemark.server.http.json.StrictJson;
import io.tidemark.server.http.problem.Problem;
import io.tidemark.server.http.problem.ProblemException;
import io.tidemark.server.http.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Takes bodies: of the right media type, in UTF-8, not compressed, and no longer than a limit whatever they claim. */
public final class RequestBody {

    private RequestBody() {}

    /**
     * The one of some media types that the body has.
     *
     * @throws ProblemException if it has none of them, or is in another charset than UTF-8, or encoded
     */
    public static MediaType mediaTypeOf(HttpServletRequest request, MediaType... taken) {
        for (String encoding : Collections.list(request.getHeaders(HttpHeaders.CONTENT_ENCODING))) {
            if (!encoding.strip().equalsIgnoreCase("identity")) {
                throw unsupported("bodies are taken without a content encoding");
            }
        }
        List<String> sent = Collections.list(request.getHeaders(HttpHeaders.CONTENT_TYPE));
        if (sent.size() != 1) {
            throw unsupported("there must be one Content-Type, " + names(taken));
        }
        MediaType type = parsed(sent.get(0), taken);
        if (type.getParameter("charset") != null && !StandardCharsets.UTF_8.equals(type.getCharset())) {
            throw unsupported("bodies are taken in UTF-8");
        }
        for (MediaType candidate : taken) {
            if (candidate.equalsTypeAndSubtype(type)) {
                return candidate;
            }
        }
        throw unsupported("the Content-Type must be " + names(taken));
    }

    /**
     * The JSON document that the body is.
     *
     * @param limit most bytes
     * @throws ProblemException if it is too long or malformed
     * @throws IOException if it cannot be read, which the container answers
     */
    public static JsonValue json(HttpServletRequest request, int limit) throws IOException {
        byte[] bytes = bytes(request, limit);
        try {
            return StrictJson.parse(bytes, bytes.length);
        } catch (MalformedJsonException e) {
            throw new ProblemException(ProblemType.MALFORMED_JSON, String.valueOf(e.getMessage()));
        }
    }

    private static byte[] bytes(HttpServletRequest request, int limit) throws IOException {
        if (request.getContentLengthLong() > limit) {
            throw tooLarge(limit);
        }
        byte[] bytes = request.getInputStream().readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw tooLarge(limit);
        }
        return bytes;
    }

    private static ProblemException tooLarge(int limit) {
        // What is left of the body is not read, so the connection cannot carry another request.
        return new ProblemException(
                Problem.of(ProblemType.PAYLOAD_TOO_LARGE, "the body has more than " + limit + " bytes")
                        .with("limit", (long) limit)
                        .withHeader(HttpHeaders.CONNECTION, "close"));
    }

    private static MediaType parsed(String text, MediaType... taken) {
        try {
            return MediaType.parseMediaType(text);
        } catch (InvalidMediaTypeException e) {
            throw unsupported("the Content-Type must be " + names(taken));
        }
    }

    private static String names(MediaType... types) {
        return String.join(
                " or ", List.of(types).stream().map(MediaType::toString).toList());
    }

    private static ProblemException unsupported(String detail) {
        return new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE, detail);
    }
}
