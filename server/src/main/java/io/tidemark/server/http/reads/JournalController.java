package io.tidemark.server.http.reads;

import io.tidemark.messages.query.GetJournalHead;
import io.tidemark.messages.query.JournalEvent;
import io.tidemark.messages.query.JournalHead;
import io.tidemark.messages.query.JournalVerification;
import io.tidemark.messages.query.ReadJournal;
import io.tidemark.messages.query.VerifyJournal;
import io.tidemark.server.http.edge.AnswerForm;
import io.tidemark.server.http.edge.Responses;
import io.tidemark.server.http.json.JsonAnswer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The journal as it is stored. */
@RestController
public class JournalController {

    private final LedgerReads reads;

    /** A controller over the ledger's queries. */
    public JournalController(LedgerReads reads) {
        this.reads = reads;
    }

    /** Raw events; payloads are given as they were stored. */
    @GetMapping("/v1/journal")
    public void events(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AnswerForm form = AnswerForm.json(request);
        QueryParameters query = QueryParameters.of(request, "from_seq", "cursor", "limit", "stream");
        JsonAnswer answer = LedgerReads.<JournalEvent>list(
                form,
                reads.page(new ReadJournal(firstSeq(query), query.limit(), query.text("stream"))),
                (row, event) -> row.number("seq", event.seq())
                        .text("stream", event.stream())
                        .number("stream_seq", event.streamSeq())
                        .text("type", event.type())
                        .text("revision", event.revision())
                        .time("recorded_at", event.recordedAt())
                        .raw("payload", event.payload()));
        Responses.send(response, 200, form, answer);
    }

    /** Where the journal ends. */
    @GetMapping("/v1/journal/head")
    public void head(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AnswerForm form = AnswerForm.json(request);
        QueryParameters.of(request);
        JournalHead head = reads.one(new GetJournalHead(), JournalHead.class);
        JsonAnswer answer = new JsonAnswer(form.amountsAsText());
        answer.object().number("seq", head.seq()).text("hash", head.hash()).endObject();
        Responses.send(response, 200, form, answer);
    }

    /** Re-computes the hash chain over everything that is stored. */
    @PostMapping("/v1/journal/verify")
    public void verify(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AnswerForm form = AnswerForm.json(request);
        QueryParameters.of(request);
        JournalVerification found = reads.one(new VerifyJournal(), JournalVerification.class);
        JsonAnswer answer = new JsonAnswer(form.amountsAsText());
        answer.object()
                .bool("ok", found.ok())
                .number("checked", found.checked())
                .number("first_bad_seq", found.firstBadSeq())
                .text("finding", found.finding())
                .endObject();
        Responses.send(response, 200, form, answer);
    }

    /** The cursor of a page is the next seq, so either may be given, and not both. */
    private static long firstSeq(QueryParameters query) {
        if (query.text("cursor") != null && query.text("from_seq") != null) {
            throw QueryParameters.invalid("cursor", "and 'from_seq' say the same; give one of them");
        }
        return query.number("from_seq", 1, Long.MAX_VALUE)
                .or(() -> query.number("cursor", 1, Long.MAX_VALUE))
                .orElse(1L);
    }
}
