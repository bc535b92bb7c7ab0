package io.tidemark.server.http.edge;

import io.tidemark.server.http.problem.Failures;
import io.tidemark.server.http.problem.ProblemException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where the container sends errors that a filter or servlet only gave a status for. */
@RestController
public class ProblemErrorController implements ErrorController {

    /** Tells the error as a problem; for those who come here on their own there is nothing. */
    @RequestMapping("${spring.web.error.path:${error.path:/error}}")
    public void error(HttpServletRequest request, HttpServletResponse response) {
        if (response.isCommitted()) {
            return;
        }
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        boolean sentHere = request.getDispatcherType() == DispatcherType.ERROR && status instanceof Integer;
        throw new ProblemException(Failures.ofStatus(sentHere ? (Integer) status : 404));
    }
}
