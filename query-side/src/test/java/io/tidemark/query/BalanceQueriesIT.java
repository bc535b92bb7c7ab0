package io.tidemark.query;

import static io.tidemark.query.Events.CREDIT;
import static io.tidemark.query.Events.at;
import static io.tidemark.query.Events.drain;
import static io.tidemark.query.Events.granted;
import static io.tidemark.query.Events.spent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.messages.query.Balance;
import io.tidemark.messages.query.Balance.Detail;
import io.tidemark.messages.query.BalanceList;
import io.tidemark.messages.query.BalanceList.AccountBalance;
import io.tidemark.messages.query.GetBalance;
import io.tidemark.messages.query.InvalidQueryException;
import io.tidemark.messages.query.ListBalances;
import io.tidemark.query.balance.BalanceQueries;
import io.tidemark.query.watermark.WatermarkGate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BalanceQueriesIT {

    private final LotTables tables = new LotTables();
    private final TestClock clock = new TestClock();
    private final BalanceQueries queries = new BalanceQueries(
            tables.dataSource(), new WatermarkGate(tables.dataSource(), "lots", Duration.ofSeconds(1)), clock);

    @AfterEach
    void close() {
        tables.close();
    }

    @Test
    void a_lot_counts_from_its_granting_on_and_up_to_its_expiry() {
        tables.apply(granted("a", "g", 100, "2026-03-01", "2026-04-01"));

        assertThat(balance("a", "2026-02-28T23:59:59.999999").balance()).isZero();
        assertThat(balance("a", "2026-03-01").balance()).isEqualTo(100);
        assertThat(balance("a", "2026-03-31T23:59:59.999999").balance()).isEqualTo(100);
        assertThat(balance("a", "2026-03-31T23:59:59.999999999").balance()).isEqualTo(100);
        assertThat(balance("a", "2026-04-01").balance()).isZero();
    }

    @Test
    void without_a_time_it_is_now_to_the_microsecond() {
        tables.apply(granted("a", "g", 100, "2026-03-01", "2026-04-01"));
        clock.set("2026-03-31T23:59:59.123456789");

        Balance balance = queries.balance(new GetBalance("a", CREDIT, null, null));

        assertThat(balance.balance()).isEqualTo(100);
        assertThat(balance.at()).isEqualTo("2026-03-31T23:59:59.123456Z");
        clock.set("2026-04-01");
        assertThat(queries.balance(new GetBalance("a", CREDIT, null, null)).balance())
                .isZero();
    }

    @Test
    void the_end_of_time_leaves_what_never_expires() {
        tables.apply(granted("a", "g", 100, "2026-03-01", "9999-12-31"), granted("a", "h", 7, "2026-03-01", null));

        assertThat(queries.balance(new GetBalance("a", CREDIT, Instant.MAX, null))
                        .details())
                .containsExactly(new Detail(null, 7));
        assertThat(queries.balance(new GetBalance("a", CREDIT, Instant.MIN, null))
                        .balance())
                .isZero();
    }

    @Test
    void an_account_never_seen_has_nothing_and_the_answer_still_has_its_seq() {
        tables.apply(granted("a", "g", 100, "2026-03-01", null));

        assertThat(balance("b", "2026-04-01")).isEqualTo(new Balance("b", CREDIT, 0, at("2026-04-01"), 1, List.of()));
        assertThat(queries.balance(new GetBalance("a", "GOLD", null, null)).balance())
                .isZero();
    }

    @Test
    void sums_that_a_long_cannot_hold_are_an_error_and_no_wrong_number() {
        tables.apply(
                granted("a", "g", Long.MAX_VALUE, "2026-03-01", "2027-01-01"),
                granted("a", "h", 1, "2026-03-01", "2028-01-01"));

        assertThatThrownBy(() -> balance("a", "2026-04-01")).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> list(0, false, null, 10)).isInstanceOf(ArithmeticException.class);
        assertThat(balance("a", "2027-01-01").balance()).isEqualTo(1);
    }

    @Test
    void texts_that_the_database_would_mistake_for_others_are_refused() {
        assertThatThrownBy(() -> queries.balance(new GetBalance("a\ud800", CREDIT, null, null)))
                .isInstanceOf(InvalidQueryException.class);
        assertThatThrownBy(() -> queries.balance(new GetBalance("a", "C\0", null, null)))
                .isInstanceOf(InvalidQueryException.class);
    }

    @Test
    void accounts_are_listed_by_code_point_and_drained_ones_stay() {
        tables.apply(
                granted("b", "g1", 10, "2026-03-01", null),
                granted("B", "g2", 20, "2026-03-01", null),
                granted("é", "g3", 30, "2026-03-01", null),
                granted("expired", "g4", 40, "2026-03-01", "2026-03-01T12:00:00"),
                granted("later", "g5", 50, "2026-05-01", null));
        tables.apply(spent("b", "s", "2026-03-01", 0, drain("g1", 10)));

        assertThat(list(0, true, null, 10))
                .isEqualTo(new BalanceList(
                        List.of(
                                new AccountBalance("B", 20),
                                new AccountBalance("b", 0),
                                new AccountBalance("expired", 0),
                                new AccountBalance("later", 0),
                                new AccountBalance("é", 30)),
                        null,
                        5L,
                        6));
        assertThat(list(21, true, null, 10))
                .isEqualTo(new BalanceList(List.of(new AccountBalance("é", 30)), null, 1L, 6));
        assertThat(list(31, true, null, 10)).isEqualTo(new BalanceList(List.of(), null, 0L, 6));
        assertThat(list(0, false, null, 10).count()).isNull();
    }

    @Test
    void pages_show_every_account_once_while_accounts_are_added() {
        for (int i = 10; i < 60; i++) {
            tables.apply(granted("account-" + i, "g" + i, i, "2026-03-01", null));
        }
        List<String> shown = new ArrayList<>();
        String cursor = null;
        int pages = 0;
        do {
            BalanceList page = list(15, false, cursor, 7);
            page.items().forEach(item -> shown.add(item.account()));
            cursor = page.nextCursor();
            pages++;
            tables.apply(granted("account-" + (9 + pages) + "-new", "n" + pages, 100, "2026-03-01", null));
        } while (cursor != null);

        List<String> before = new ArrayList<>();
        for (int i = 15; i < 60; i++) {
            before.add("account-" + i);
        }
        assertThat(shown).containsSubsequence(before).doesNotHaveDuplicates().isSorted();
        assertThat(pages).isGreaterThanOrEqualTo(7);
    }

    @Test
    void a_last_page_that_is_full_has_no_next() {
        tables.apply(granted("a", "g1", 1, "2026-03-01", null), granted("b", "g2", 1, "2026-03-01", null));

        assertThat(list(0, false, null, 2).nextCursor()).isNull();
        assertThat(list(0, false, null, 1).nextCursor()).isNotNull();
    }

    @Test
    void limits_and_cursors_of_other_queries_are_refused() {
        tables.apply(granted("a", "g1", 1, "2026-03-01", null), granted("b", "g2", 1, "2026-03-01", null));
        String cursor = list(0, false, null, 1).nextCursor();

        refused("limit", () -> list(0, false, null, 0));
        refused("limit", () -> list(0, false, null, 1001));
        refused("cursor", () -> list(1, false, cursor, 1));
        refused("cursor", () -> queries.balances(new ListBalances("GOLD", 0, false, cursor, 1, null)));
        refused("cursor", () -> list(0, false, "", 1));
        assertThat(list(0, true, cursor, 5).items()).containsExactly(new AccountBalance("b", 1));
    }

    @Test
    void rows_and_seq_are_of_one_snapshot() {
        int events = 200;
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            for (int i = 1; i <= events; i++) {
                tables.apply(granted("a", "g" + i, 1, "2026-03-01", i % 2 == 0 ? null : "2027-03-01"));
            }
        });
        long seq;
        do {
            Balance balance = balance("a", "2026-03-01");
            assertThat(balance.balance()).isEqualTo(balance.seq());
            seq = balance.seq();
            BalanceList list = list(0, true, null, 10);
            assertThat(list.items().stream().mapToLong(AccountBalance::balance).sum())
                    .isEqualTo(list.seq());
            assertThat(list.count()).isEqualTo(Math.min(1, list.seq()));
        } while (seq < events && !writer.isCompletedExceptionally());
        writer.join();
    }

    private Balance balance(String account, String time) {
        return queries.balance(new GetBalance(account, CREDIT, at(time), null));
    }

    private BalanceList list(long minBalance, boolean count, @Nullable String cursor, int limit) {
        return queries.balances(new ListBalances(CREDIT, minBalance, count, cursor, limit, null));
    }

    private static void refused(String field, Runnable query) {
        assertThatThrownBy(query::run)
                .isInstanceOfSatisfying(
                        InvalidQueryException.class,
                        refusal -> assertThat(refusal.field()).isEqualTo(field));
    }
}
