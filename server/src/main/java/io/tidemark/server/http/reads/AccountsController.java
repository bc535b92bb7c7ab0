package io.tidemark.server.http.reads;

import io.tidemark.messages.MovementKind;
import io.tidemark.messages.query.Balance;
import io.tidemark.messages.query.BalanceList;
import io.tidemark.messages.query.GetBalance;
import io.tidemark.messages.query.HistoryEntry;
import io.tidemark.messages.query.ListBalances;
import io.tidemark.messages.query.ListHistory;
import io.tidemark.messages.query.ListHistory.Direction;
import io.tidemark.messages.query.ListLots;
import io.tidemark.messages.query.ListLots.Include;
import io.tidemark.messages.query.Lot;
import io.tidemark.server.http.edge.AnswerForm;
import io.tidemark.server.http.edge.Responses;
import io.tidemark.server.http.json.JsonAnswer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Balances, lots and histories of accounts. */
@RestController
public class AccountsController {

    private static final String METADATA = "metadata.";
    private static final String EXCLUDED_METADATA = "exclude_metadata.";

    private static final Map<String, MovementKind> KINDS = Map.of(
            MovementKind.GRANT.code(), MovementKind.GRANT,
            MovementKind.SPEND.code(), MovementKind.SPEND,
            MovementKind.TRANSFER.code(), MovementKind.TRANSFER);

    private final LedgerReads reads;

    /** A controller over the ledger's queries. */
    public AccountsController(LedgerReads reads) {
        this.reads = reads;
    }

    /** What an account has. */
    @GetMapping("/v1/accounts/{account}/balance")
    public void balance(@PathVariable String account, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        AnswerForm form = AnswerForm.json(request);
        QueryParameters query = QueryParameters.of(request, "currency", "at", "min_seq", "details");
        boolean details = query.flag("details");
        Balance balance = reads.one(
                new GetBalance(reads.account(account), query.currency(), query.time("at"), query.minSeq()),
                Balance.class);
        JsonAnswer answer = new JsonAnswer(form.amountsAsText());
        answer.object()
                .text("account", balance.account())
                .text("currency", balance.currency())
                .amount("balance", balance.balance())
                .time("at", balance.at())
                .number("seq", balance.seq());
        if (details) {
            answer.array("details");
            for (Balance.Detail detail : balance.details()) {
                answer.object()
                        .time("expires_at", detail.expiresAt())
                        .amount("amount", detail.amount())
                        .endObject();
            }
            answer.endArray();
        }
        Responses.send(response, 200, form, answer.endObject());
    }

    /** An account's lots in drain order. */
    @GetMapping("/v1/accounts/{account}/lots")
    public void lots(@PathVariable String account, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        AnswerForm form = AnswerForm.json(request);
        QueryParameters query = QueryParameters.of(request, "currency", "include", "cursor", "limit", "min_seq");
        Include include = query.choice("include", Map.of("valid", Include.VALID, "all", Include.ALL))
                .orElse(Include.VALID);
        JsonAnswer answer = LedgerReads.<Lot>list(
                form,
                reads.page(new ListLots(
                        reads.account(account),
                        query.currency(),
                        include,
                        query.text("cursor"),
                        query.limit(),
                        query.minSeq())),
                AccountsController::lot);
        Responses.send(response, 200, form, answer);
    }

    /** An account's movements. */
    @GetMapping("/v1/accounts/{account}/history")
    public void history(@PathVariable String account, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        AnswerForm form = AnswerForm.json(request);
        QueryParameters query = QueryParameters.of(
                request,
                Set.of("currency", "direction", "kind", "from", "to", "cursor", "limit", "sort", "min_seq"),
                Set.of(METADATA, EXCLUDED_METADATA));
        boolean newestFirst =
                query.choice("sort", Map.of("asc", false, "desc", true)).orElse(true);
        JsonAnswer answer = LedgerReads.<HistoryEntry>list(
                form,
                reads.page(new ListHistory(
                        reads.account(account),
                        filter(query),
                        newestFirst,
                        query.text("cursor"),
                        query.limit(),
                        query.minSeq())),
                AccountsController::entry);
        Responses.send(response, 200, form, answer);
    }

    /** The balances of all accounts. */
    @GetMapping("/v1/balances")
    public void balances(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AnswerForm form = AnswerForm.json(request);
        QueryParameters query =
                QueryParameters.of(request, "currency", "min_balance", "cursor", "limit", "count", "min_seq");
        boolean count = query.flag("count");
        long least = query.number("min_balance", 0, Long.MAX_VALUE).orElse(0L);
        BalanceList balances = reads.one(
                new ListBalances(query.currency(), least, count, query.text("cursor"), query.limit(), query.minSeq()),
                BalanceList.class);
        JsonAnswer answer = new JsonAnswer(form.amountsAsText());
        answer.object().array("items");
        for (BalanceList.AccountBalance item : balances.items()) {
            answer.object()
                    .text("account", item.account())
                    .amount("balance", item.balance())
                    .endObject();
        }
        answer.endArray().text("next_cursor", balances.nextCursor());
        if (count) {
            answer.number("count", balances.count());
        }
        Responses.send(response, 200, form, answer.number("seq", balances.seq()).endObject());
    }

    private static ListHistory.Filter filter(QueryParameters query) {
        return new ListHistory.Filter(
                query.currencyIfAny(),
                query.choice("direction", Map.of("in", Direction.IN, "out", Direction.OUT))
                        .orElse(null),
                query.choice("kind", KINDS).orElse(null),
                query.time("from"),
                query.time("to"),
                query.startingWith(METADATA),
                query.startingWith(EXCLUDED_METADATA));
    }

    private static void lot(JsonAnswer answer, Lot lot) {
        answer.text("ref", lot.ref())
                .number("index", lot.index())
                .amount("amount", lot.amount())
                .amount("remaining", lot.remaining())
                .time("granted_at", lot.grantedAt())
                .time("expires_at", lot.expiresAt());
        Long value = lot.value();
        if (value != null) {
            answer.amount("value", value);
        }
    }

    private static void entry(JsonAnswer answer, HistoryEntry entry) {
        answer.text("ref", entry.ref())
                .number("index", entry.index())
                .text("kind", entry.kind().code())
                .text("currency", entry.currency())
                .amount("amount", entry.amount())
                .amount("shortfall", entry.shortfall())
                .text("counterparty", entry.counterparty())
                .time("effective_at", entry.effectiveAt())
                .time("recorded_at", entry.recordedAt())
                .number("seq", entry.seq())
                .time("expires_at", entry.expiresAt())
                .texts("metadata", entry.metadata());
    }
}
