package io.tidemark.server.http.reads;

import io.tidemark.config.projections.ProjectionControl;
import io.tidemark.config.projections.ProjectionStatus;
import io.tidemark.server.http.edge.AnswerForm;
import io.tidemark.server.http.edge.HttpSettings;
import io.tidemark.server.http.edge.Responses;
import io.tidemark.server.http.json.JsonAnswer;
import io.tidemark.server.http.problem.Problem;
import io.tidemark.server.http.problem.ProblemException;
import io.tidemark.server.http.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The projections: how far they are, and making them anew. */
@RestController
public class ProjectionsController {

    private final ProjectionControl projections;
    private final HttpSettings settings;
    private final CountDownLatch closing = new CountDownLatch(1);

    /** A controller over the projections. */
    public ProjectionsController(ProjectionControl projections, HttpSettings settings) {
        this.projections = projections;
        this.settings = settings;
    }

    /** All projections. */
    @GetMapping("/v1/projections")
    public void list(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AnswerForm form = AnswerForm.json(request);
        QueryParameters.of(request);
        JsonAnswer answer = new JsonAnswer(form.amountsAsText()).array();
        projections.list().forEach(status -> write(answer, status));
        Responses.send(response, 200, form, answer.endArray());
    }

    /** Begins to make a projection anew from the journal; answered with how it is then. */
    @PostMapping("/v1/projections/{name}/reset")
    public void reset(@PathVariable String name, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        AnswerForm form = AnswerForm.json(request);
        boolean isVerified = QueryParameters.of(request, "verify").flag("verify");
        switch (projections.reset(name, isVerified)) {
            case UNKNOWN -> throw unknown(name);
            case ALREADY_RUNNING ->
                throw new ProblemException(Problem.of(
                                ProblemType.PROJECTION_RESET_RUNNING,
                                "projection '" + name + "' is being rebuilt already")
                        .with("name", name));
            case STARTED -> {
                JsonAnswer answer = new JsonAnswer(form.amountsAsText());
                write(answer, status(name));
                Responses.send(response, 202, form, answer);
            }
        }
    }

    /** Gives up the rebuild of a projection, under way or left by a server that stopped. */
    @DeleteMapping("/v1/projections/{name}/rebuild")
    public void cancel(@PathVariable String name, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        AnswerForm form = AnswerForm.json(request);
        QueryParameters.of(request);
        switch (projections.cancel(name)) {
            case UNKNOWN -> throw unknown(name);
            case NOT_RUNNING ->
                throw new ProblemException(
                        Problem.of(ProblemType.NOT_FOUND, "this server has no rebuild of projection '" + name + "'")
                                .with("name", name));
            case CANCELLED -> {
                JsonAnswer answer = new JsonAnswer(form.amountsAsText());
                write(answer, status(name));
                Responses.send(response, 200, form, answer);
            }
        }
    }

    /**
     * A projection's status as server-sent events, one at once and one every interval, until it is not being rebuilt.
     * The thread is virtual, so that it may wait.
     */
    @GetMapping("/v1/projections/{name}/events")
    public void events(@PathVariable String name, HttpServletRequest request, HttpServletResponse response)
            throws IOException, InterruptedException {
        AnswerForm form = AnswerForm.of(request, MediaType.TEXT_EVENT_STREAM);
        QueryParameters.of(request);
        ProjectionStatus status = status(name);
        response.setContentType(form.type().toString());
        OutputStream out = response.getOutputStream();
        boolean done = request.getMethod().equals("HEAD");
        while (!done) {
            JsonAnswer answer = new JsonAnswer(form.amountsAsText());
            write(answer, status);
            out.write("data: ".getBytes(StandardCharsets.US_ASCII));
            out.write(answer.toBytes());
            out.write("\n\n".getBytes(StandardCharsets.US_ASCII));
            response.flushBuffer();
            done = status.state() != ProjectionStatus.State.REBUILDING
                    || closing.await(settings.progressInterval().toMillis(), TimeUnit.MILLISECONDS);
            status = done ? status : status(name);
        }
    }

    /** Lets those go who wait for progress, so that the server can stop. */
    @EventListener(ContextClosedEvent.class)
    public void close() {
        closing.countDown();
    }

    private ProjectionStatus status(String name) {
        return projections.list().stream()
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
    }

    private static ProblemException unknown(String name) {
        return new ProblemException(Problem.of(ProblemType.NOT_FOUND, "there is no projection '" + name + "'")
                .with("name", name));
    }

    private static void write(JsonAnswer answer, ProjectionStatus status) {
        answer.object()
                .text("name", status.name())
                .text("state", status.state().code())
                .number("processed_seq", status.processedSeq())
                .number("committed_seq", status.committedSeq())
                .number("head_seq", status.headSeq());
        ProjectionStatus.Rebuild rebuild = status.rebuild();
        if (rebuild == null) {
            answer.nothing("rebuild");
        } else {
            answer.object("rebuild")
                    .number("seq", rebuild.seq())
                    .number("target_seq", rebuild.targetSeq())
                    .number("events_per_second", rebuild.eventsPerSecond())
                    .number("eta_seconds", rebuild.etaSeconds())
                    .endObject();
        }
        answer.text("error", status.error()).endObject();
    }
}
