package io.tidemark.server.http.edge;

import io.tidemark.server.http.problem.Failures;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Tells every exception of a handler, of the ledger's own and of Spring's, as a problem. One that comes when an answer
 * is on its way goes on to the container, which breaks the connection off: half an answer must not look whole.
 */
public final class ProblemExceptionResolver implements HandlerExceptionResolver, Ordered {

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception failure) {
        if (response.isCommitted()) {
            // Of a body that it could not read the container has said so itself; its error comes back by way of
            // the error page.
            return response.getStatus() >= 400 ? new ModelAndView() : null;
        }
        try {
            boolean form = failure instanceof MultipartException;
            Responses.send(request, response, form ? Failures.ofStatus(415) : Failures.problemOf(failure));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ModelAndView();
    }
}
