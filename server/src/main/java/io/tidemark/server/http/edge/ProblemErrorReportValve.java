package io.tidemark.server.http.edge;

import io.tidemark.server.http.problem.Failures;
import io.tidemark.server.http.problem.Problem;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.http11.Http11InputBuffer;
import org.apache.tomcat.util.http.MimeHeaders;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;

/** Tells errors of the container itself as problems: requests that it cannot read never reach the application. */
public final class ProblemErrorReportValve extends ErrorReportValve {

    /** The container has one status for all requests that it cannot read; only its messages tell them apart. */
    private static final String TOO_LARGE =
            StringManager.getManager(Http11InputBuffer.class).getString("iib.requestheadertoolarge.error");

    private static final String TOO_MANY = StringManager.getManager(MimeHeaders.class)
            .getString("headers.maxCountFail", Integer.toString(TomcatEdge.MOST_HEADERS));

    /** A valve that says nothing of the container or its version. */
    public ProblemErrorReportValve() {
        setShowReport(false);
        setShowServerInfo(false);
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        Problem problem = problem(request, response, failure);
        try {
            Responses.COMMON_HEADERS.forEach(response::setHeader);
            problem.headers().forEach(response::setHeader);
            response.setStatus(problem.type().status());
            response.setContentType(Problem.MEDIA_TYPE);
            response.setCharacterEncoding(StandardCharsets.UTF_8.name());
            Writer writer = response.getReporter();
            if (writer != null) {
                writer.write(new String(problem.toBytes(false), StandardCharsets.UTF_8));
                response.finishResponse();
            }
        } catch (IOException e) {
            container.getLogger().debug("a problem could not be sent", e);
        }
    }

    private static Problem problem(Request request, Response response, @Nullable Throwable failure) {
        String message = failure == null ? null : failure.getMessage();
        if (TOO_LARGE.equals(message)) {
            boolean inRequestLine = request.getCoyoteRequest().requestURI().isNull();
            return Failures.ofStatus(inRequestLine ? 414 : 431);
        }
        if (TOO_MANY.equals(message)) {
            return Failures.ofStatus(431);
        }
        return response.getStatus() == 500 && failure != null
                ? Failures.problemOf(failure)
                : Failures.ofStatus(response.getStatus());
    }
}
