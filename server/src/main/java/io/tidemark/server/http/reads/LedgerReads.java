package io.tidemark.server.http.reads;

import io.tidemark.messages.Limits;
import io.tidemark.messages.Texts;
import io.tidemark.messages.query.Page;
import io.tidemark.server.http.edge.AnswerForm;
import io.tidemark.server.http.edge.BusAnswers;
import io.tidemark.server.http.edge.HttpSettings;
import io.tidemark.server.http.json.JsonAnswer;
import io.tidemark.server.http.problem.Failures;
import io.tidemark.server.http.problem.Problem;
import io.tidemark.server.http.problem.ProblemException;
import io.tidemark.server.http.problem.ProblemType;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Asks the query bus, and lays out what all reads share. Safe to use from any thread. */
@Component
public class LedgerReads {

    private final QueryGateway queries;
    private final HttpSettings settings;
    private final Limits limits;

    /** Reads over a query bus, with the ledger's own limits if there are any. */
    public LedgerReads(QueryGateway queries, HttpSettings settings, ObjectProvider<Limits> limits) {
        this.queries = queries;
        this.settings = settings;
        this.limits = limits.getIfAvailable(() -> Limits.DEFAULT);
    }

    /** The answer to a query that has one. */
    <T> T one(Object query, Class<T> type) {
        return answer(queries.query(query, ResponseTypes.instanceOf(type)));
    }

    /** The answer to a query for a page. */
    @SuppressWarnings("unchecked") // the query itself says what its page holds
    <T> Page<T> page(Object query) {
        return (Page<T>) answer(queries.query(query, ResponseTypes.instanceOf(Page.class)));
    }

    /** The account that a path names; ids of the ledger's own accounts may be read. */
    String account(String id) {
        if (id.length() <= limits.idLength() && Texts.isStorable(id)) {
            return id;
        }
        throw new ProblemException(Problem.of(
                        ProblemType.INVALID_ACCOUNT,
                        "an account id has 1 to " + limits.idLength() + " characters, none of them NUL")
                .with("field", "account"));
    }

    /** Lays a page out as every list is. */
    static <T> JsonAnswer list(AnswerForm form, Page<T> page, BiConsumer<JsonAnswer, T> row) {
        JsonAnswer answer = new JsonAnswer(form.amountsAsText());
        answer.object().array("items");
        for (T item : page.items()) {
            answer.object();
            row.accept(answer, item);
            answer.endObject();
        }
        return answer.endArray()
                .text("next_cursor", page.nextCursor())
                .number("seq", page.seq())
                .endObject();
    }

    private <T> T answer(CompletableFuture<T> future) {
        return BusAnswers.of(future, settings.answerTimeout(), Failures.notReady());
    }
}
