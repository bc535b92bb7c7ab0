package io.tidemark.server.http.edge;

import io.tidemark.server.http.edge.PercentDecoding.NotDecodableException;
import io.tidemark.server.http.problem.Failures;
import io.tidemark.server.http.problem.ProblemException;
import io.tidemark.server.http.problem.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * The first to see a request and the last to see its answer: sets the common headers, refuses paths that would mean
 * different things to different parts of the server, and tells what nobody else has caught.
 */
public final class EdgeFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    /** Most characters of a path and its query. The longest id takes 3,072 of them. */
    private static final int LONGEST_URI = 8 * 1024;

    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Responses.COMMON_HEADERS.forEach(response::setHeader);
        try {
            requireShortUri(request);
            requirePlainPath(request.getRequestURI());
            requireOwnSite(request);
            chain.doFilter(request, response);
        } catch (ServletException | RuntimeException e) {
            if (response.isCommitted()) {
                throw e;
            }
            Responses.send(request, response, Failures.problemOf(e));
        }
    }

    private static void requireShortUri(HttpServletRequest request) {
        String query = request.getQueryString();
        int length = request.getRequestURI().length() + (query == null ? 0 : 1 + query.length());
        if (length > LONGEST_URI) {
            throw new ProblemException(
                    ProblemType.URI_TOO_LONG,
                    "the path and its query have " + length + " characters, at most " + LONGEST_URI + " are taken");
        }
    }

    /**
     * Account ids may hold any character in percent-encoded form. In plain form a semicolon would begin a path
     * parameter, and empty and dot segments would be removed by some and kept by others.
     */
    private static void requirePlainPath(String path) {
        boolean ambiguous = path.indexOf(';') >= 0
                || path.contains("//")
                || (path + "/").contains("/./")
                || (path + "/").contains("/../");
        try {
            if (!ambiguous && PercentDecoding.decoded(path, false).indexOf(0) < 0) {
                return;
            }
        } catch (NotDecodableException e) {
            throw badPath();
        }
        throw badPath();
    }

    private static ProblemException badPath() {
        return new ProblemException(
                ProblemType.BAD_REQUEST,
                "the path has an empty or dot segment, a plain semicolon, a NUL, or bytes that are not UTF-8");
    }

    /** A page of another site can make a browser send a request, though not read the answer; it must have no effect. */
    private static void requireOwnSite(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        boolean own = site == null || site.equals("same-origin") || site.equals("none");
        if (!own && !SAFE_METHODS.contains(request.getMethod())) {
            throw new ProblemException(ProblemType.FORBIDDEN, "pages of other sites may not send this");
        }
    }
}
