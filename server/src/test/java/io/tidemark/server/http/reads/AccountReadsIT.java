package io.tidemark.server.http.reads;

import static io.tidemark.server.http.support.HttpServer.json;
import static io.tidemark.server.http.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.messages.MovementKind;
import io.tidemark.messages.query.Balance;
import io.tidemark.messages.query.BalanceList;
import io.tidemark.messages.query.BalanceList.AccountBalance;
import io.tidemark.messages.query.GetBalance;
import io.tidemark.messages.query.HistoryEntry;
import io.tidemark.messages.query.ListBalances;
import io.tidemark.messages.query.ListHistory;
import io.tidemark.messages.query.ListHistory.Direction;
import io.tidemark.messages.query.ListHistory.Filter;
import io.tidemark.messages.query.ListLots;
import io.tidemark.messages.query.ListLots.Include;
import io.tidemark.messages.query.Lot;
import io.tidemark.messages.query.Page;
import io.tidemark.server.http.support.HttpServer;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AccountReadsIT {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant EXPIRY = Instant.parse("2027-01-01T00:00:00.5Z");

    @RegisterExtension
    private final HttpServer server = new HttpServer();

    private Object query(String path) {
        HttpResponse<String> response = server.get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        List<Object> queries = server.ledger().queries;
        return queries.get(queries.size() - 1);
    }

    @Test
    void a_balance_is_asked_for_with_everything_that_was_given() {
        assertThat(query("/v1/accounts/a/balance")).isEqualTo(new GetBalance("a", "CREDIT", null, null));
        assertThat(query("/v1/accounts/a/balance?currency=POINTS_1&at=2026-01-01T01:00:00%2B01:00&min_seq=0"))
                .isEqualTo(new GetBalance("a", "POINTS_1", AT, 0L));
        assertThat(query("/v1/accounts/a/balance?at=1767225600000&details=true"))
                .isEqualTo(new GetBalance("a", "CREDIT", AT, null));
    }

    @Test
    void a_balance_has_details_only_when_asked_for() {
        server.ledger()
                .onQuery(query -> new Balance(
                        "a",
                        "CREDIT",
                        30,
                        AT,
                        9,
                        List.of(new Balance.Detail(null, 10), new Balance.Detail(EXPIRY, 20))));

        assertThat(json(server.get("/v1/accounts/a/balance?details=true").body()))
                .isEqualTo(json("""
                        {"account": "a", "currency": "CREDIT", "balance": 30, "at": "2026-01-01T00:00:00Z", "seq": 9,
                         "details": [{"expires_at": null, "amount": 10},
                                     {"expires_at": "2027-01-01T00:00:00.500Z", "amount": 20}]}
                        """));
        assertThat(json(server.get("/v1/accounts/a/balance").body()).has("details"))
                .isFalse();
        JsonNode strings = json(server.send(server.request("/v1/accounts/a/balance?details=true")
                        .header("Accept", "application/json;amounts=string"))
                .body());
        assertThat(strings.get("balance").asString()).isEqualTo("30");
        assertThat(strings.get("balance").isString()).isTrue();
        assertThat(strings.get("details").get(0).get("amount").isString()).isTrue();
        assertThat(strings.get("seq").isInt()).isTrue();
    }

    @Test
    void lots_are_a_page() {
        server.ledger()
                .onQuery(query -> new Page<>(
                        List.of(
                                new Lot("a", "CREDIT", "g", 0, 10, 4, AT, EXPIRY),
                                new Lot("a", "CREDIT", "g", 1, 10, 0, AT, null)),
                        "next",
                        12));

        HttpResponse<String> response = server.get("/v1/accounts/a/lots?include=all&limit=2&cursor=c%26d&min_seq=12");

        assertThat(server.ledger().queries).containsExactly(new ListLots("a", "CREDIT", Include.ALL, "c&d", 2, 12L));
        assertThat(json(response.body())).isEqualTo(json("""
                        {"items": [
                           {"ref": "g", "index": 0, "amount": 10, "remaining": 4,
                            "granted_at": "2026-01-01T00:00:00Z", "expires_at": "2027-01-01T00:00:00.500Z"},
                           {"ref": "g", "index": 1, "amount": 10, "remaining": 0,
                            "granted_at": "2026-01-01T00:00:00Z", "expires_at": null}],
                         "next_cursor": "next", "seq": 12}
                        """));
        assertThat(query("/v1/accounts/a/lots")).isEqualTo(new ListLots("a", "CREDIT", Include.VALID, null, 100, null));
    }

    @Test
    void a_history_takes_all_its_filters() {
        assertThat(query("/v1/accounts/a/history")).isEqualTo(new ListHistory("a", Filter.NONE, true, null, 100, null));
        String filters = String.join(
                "&",
                "currency=EUR",
                "direction=in",
                "kind=transfer",
                "from=0",
                "to=2026-01-01T00:00:00Z",
                "metadata.order=1%2B1",
                "metadata.a.b=",
                "exclude_metadata.x=y+z");
        assertThat(query("/v1/accounts/a/history?sort=asc&cursor=c&limit=1000&min_seq=3&" + filters))
                .isEqualTo(new ListHistory(
                        "a",
                        new Filter(
                                "EUR",
                                Direction.IN,
                                MovementKind.TRANSFER,
                                Instant.EPOCH,
                                AT,
                                Map.of("order", "1+1", "a.b", ""),
                                Map.of("x", "y z")),
                        false,
                        "c",
                        1000,
                        3L));
        assertThat(query("/v1/accounts/a/history?direction=out&sort=desc&kind=grant"))
                .isEqualTo(new ListHistory(
                        "a",
                        new Filter(null, Direction.OUT, MovementKind.GRANT, null, null, Map.of(), Map.of()),
                        true,
                        null,
                        100,
                        null));
    }

    @Test
    void a_history_entry_is_told_whole() {
        server.ledger()
                .onQuery(query -> new Page<>(
                        List.of(new HistoryEntry(
                                "a",
                                "CREDIT",
                                "s",
                                2,
                                MovementKind.SPEND,
                                -4,
                                3,
                                null,
                                AT,
                                EXPIRY,
                                8,
                                null,
                                Map.of("b", "2", "a", "1"))),
                        null,
                        8));

        assertThat(json(server.get("/v1/accounts/a/history").body())).isEqualTo(json("""
                        {"items": [{"ref": "s", "index": 2, "kind": "spend", "currency": "CREDIT", "amount": -4,
                                    "shortfall": 3, "counterparty": null, "effective_at": "2026-01-01T00:00:00Z",
                                    "recorded_at": "2027-01-01T00:00:00.500Z", "seq": 8, "expires_at": null,
                                    "metadata": {"a": "1", "b": "2"}}],
                         "next_cursor": null, "seq": 8}
                        """));
    }

    @Test
    void balances_are_counted_only_when_asked_for() {
        server.ledger()
                .onQuery(query ->
                        new BalanceList(List.of(new AccountBalance("a", 0), new AccountBalance("b", 5)), "b", 7L, 12));

        assertThat(json(server.get("/v1/balances?min_balance=0&count=true&limit=2")
                        .body()))
                .isEqualTo(json("""
                        {"items": [{"account": "a", "balance": 0}, {"account": "b", "balance": 5}],
                         "next_cursor": "b", "count": 7, "seq": 12}
                        """));
        assertThat(json(server.get("/v1/balances").body()).has("count")).isFalse();
        assertThat(server.ledger().queries)
                .containsExactly(
                        new ListBalances("CREDIT", 0, true, null, 2, null),
                        new ListBalances("CREDIT", 0, false, null, 100, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "@issuance",
                "a/b",
                "/",
                "a;b=c",
                "50%",
                "%2F",
                "a b+c",
                "\"quoted\" 'x'",
                "line\nbreak\r\t",
                "back\\slash",
                ".",
                "..",
                "../../etc",
                "?#[]{}|<>^`",
                "null",
                "\u00e9",
                "e\u0301",
                "\u202eabc\u200b",
                "\uffff\ufeff",
                "😀👩‍👩‍👧",
                "0xISSUER000000000000000000000000000000000000"
            })
    void an_account_id_survives_the_path(String account) {
        String encoded = URLEncoder.encode(account, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace(".", "%2E");

        HttpResponse<String> response = server.get("/v1/accounts/" + encoded + "/balance");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(server.ledger().queries).containsExactly(new GetBalance(account, "CREDIT", null, null));
        assertThat(json(response.body()).get("account").asString()).isEqualTo(account);
    }

    @Test
    void an_account_id_has_at_most_256_characters() {
        assertThat(server.get("/v1/accounts/" + "%F0%9F%98%80".repeat(128) + "/balance")
                        .statusCode())
                .isEqualTo(200);
        for (String read : List.of("balance", "lots", "history")) {
            assertProblem(server.get("/v1/accounts/" + "x".repeat(257) + "/" + read), 422, "invalid-account");
        }
    }
}
