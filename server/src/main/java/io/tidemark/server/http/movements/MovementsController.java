package io.tidemark.server.http.movements;

import static io.tidemark.server.http.edge.AnswerForm.NDJSON;
import static org.springframework.http.MediaType.APPLICATION_JSON;

import io.tidemark.messages.MovementKind;
import io.tidemark.messages.command.MovementOutcome.Applied;
import io.tidemark.server.http.edge.AnswerForm;
import io.tidemark.server.http.edge.HttpSettings;
import io.tidemark.server.http.edge.RequestBody;
import io.tidemark.server.http.edge.Responses;
import io.tidemark.server.http.json.JsonValue;
import io.tidemark.server.http.json.JsonValue.JsonArray;
import io.tidemark.server.http.problem.Problem;
import io.tidemark.server.http.problem.ProblemException;
import io.tidemark.server.http.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes movements: one in a request, or many. */
@RestController
public class MovementsController {

    private final MovementSender sender;
    private final MovementStream stream;
    private final HttpSettings settings;

    /** A controller over the ledger's commands. */
    public MovementsController(MovementSender sender, MovementStream stream, HttpSettings settings) {
        this.sender = sender;
        this.stream = stream;
        this.settings = settings;
    }

    /** Creates credit. */
    @PostMapping("/v1/grants")
    public void grant(HttpServletRequest request, HttpServletResponse response) throws IOException {
        one(MovementKind.GRANT, request, response);
    }

    /** Uses credit up. */
    @PostMapping("/v1/spends")
    public void spend(HttpServletRequest request, HttpServletResponse response) throws IOException {
        one(MovementKind.SPEND, request, response);
    }

    /** Moves credit. */
    @PostMapping("/v1/transfers")
    public void transfer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        one(MovementKind.TRANSFER, request, response);
    }

    /** Applies many messages, each on its own; answered in the form in which they were sent. */
    @PostMapping("/v1/movements")
    public void many(HttpServletRequest request, HttpServletResponse response) throws IOException {
        takeNoQuery(request);
        MediaType sent = RequestBody.mediaTypeOf(request, APPLICATION_JSON, NDJSON);
        MessageForm messages = MessageForm.of(request);
        if (sent.equals(NDJSON)) {
            AnswerForm form = AnswerForm.of(request, NDJSON, APPLICATION_JSON);
            response.setContentType(form.contentType());
            stream.lines(request, messages, form.amountsAsText(), response);
            return;
        }
        AnswerForm form = AnswerForm.of(request, APPLICATION_JSON, NDJSON);
        List<JsonValue> items = items(RequestBody.json(request, settings.arrayBytes()));
        response.setContentType(form.contentType());
        stream.array(items, messages, form.amountsAsText(), response);
    }

    private void one(MovementKind kind, HttpServletRequest request, HttpServletResponse response) throws IOException {
        takeNoQuery(request);
        RequestBody.mediaTypeOf(request, APPLICATION_JSON);
        AnswerForm form = AnswerForm.json(request);
        JsonValue message = RequestBody.json(request, settings.messageBytes());
        Applied applied = sender.send(MovementDecoder.decoded(kind, message));
        response.setHeader("Tidemark-Seq", Long.toString(applied.receipt().seqTo()));
        Responses.send(
                response, MovementAnswers.status(applied), form, MovementAnswers.alone(applied, form.amountsAsText()));
    }

    private List<JsonValue> items(JsonValue document) {
        if (!(document instanceof JsonArray array)) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "the body must be an array of messages and is " + document.described());
        }
        List<JsonValue> items = array.items();
        if (items.size() > settings.arrayMessages()) {
            throw new ProblemException(Problem.of(
                            ProblemType.PAYLOAD_TOO_LARGE,
                            "the array has more than " + settings.arrayMessages() + " messages; send them as a stream")
                    .with("limit", (long) settings.arrayMessages()));
        }
        return items;
    }

    private static void takeNoQuery(HttpServletRequest request) {
        if (request.getQueryString() != null && !request.getQueryString().isEmpty()) {
            throw new ProblemException(ProblemType.INVALID_QUERY, "movements take no query parameters");
        }
    }
}
