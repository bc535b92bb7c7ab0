package io.tidemark.query;

import static io.tidemark.query.Events.CREDIT;
import static io.tidemark.query.Events.NONE;
import static io.tidemark.query.Events.at;
import static io.tidemark.query.Events.drain;
import static io.tidemark.query.Events.granted;
import static io.tidemark.query.Events.spent;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.messages.query.Balance;
import io.tidemark.messages.query.Balance.Detail;
import io.tidemark.messages.query.BalanceList;
import io.tidemark.messages.query.BalanceList.AccountBalance;
import io.tidemark.messages.query.GetBalance;
import io.tidemark.messages.query.HistoryEntry;
import io.tidemark.messages.query.ListBalances;
import io.tidemark.messages.query.ListHistory;
import io.tidemark.messages.query.ListHistory.Direction;
import io.tidemark.messages.query.ListHistory.Filter;
import io.tidemark.messages.query.ListLots;
import io.tidemark.messages.query.Lot;
import io.tidemark.query.balance.BalanceQueries;
import io.tidemark.query.history.HistoryQueries;
import io.tidemark.query.lots.DrainOrder;
import io.tidemark.query.lots.LotQueries;
import io.tidemark.query.watermark.WatermarkGate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The read vectors of the reference that carry over, by their names there. Events are written out, as the commands of a
 * vector would have recorded them; what the reference reads by payment method is read here by metadata.
 */
class ReadVectorsIT {

    private static final String METHOD = "payment_method";

    private final LotTables tables = new LotTables();
    private final TestClock clock = new TestClock();
    private final WatermarkGate gate = new WatermarkGate(tables.dataSource(), "lots", Duration.ofSeconds(1));
    private final BalanceQueries balances = new BalanceQueries(tables.dataSource(), gate, clock);
    private final HistoryQueries history = new HistoryQueries(tables.dataSource(), gate);
    private final LotQueries lots = new LotQueries(tables.dataSource(), gate, clock, () -> DrainOrder.EXPIRATION_FIRST);

    @AfterEach
    void close() {
        tables.close();
    }

    @Test
    void a29_permanent_lots_are_one_line() {
        tables.apply(
                granted("0xd1", "d1_a", 1000, "2026-03-01", null),
                granted("0xd1", "d1_b", 2000, "2026-03-01T01:00:00", null));

        details("0xd1", "2026-03-02", 3000, new Detail(null, 3000));
    }

    @Test
    void a30_never_expiring_comes_first_then_expiry_ascending() {
        tables.apply(
                granted("0xd2", "d2_c", 300, "2026-03-01T02:00:00", "2026-09-01"),
                granted("0xd2", "d2_b", 500, "2026-03-01T01:00:00", "2026-06-01"),
                granted("0xd2", "d2_a", 1000, "2026-03-01", null));

        details(
                "0xd2",
                "2026-03-02",
                1800,
                new Detail(null, 1000),
                new Detail(at("2026-06-01"), 500),
                new Detail(at("2026-09-01"), 300));
        // A lot counts from its granting on, where the reference counts it at once.
        details("0xd2", "2026-03-01", 1000, new Detail(null, 1000));
    }

    @Test
    void a31_partly_drained_lots_show_what_remains() {
        tables.apply(
                granted("0xd3", "d3_a", 1000, "2026-03-01", null),
                granted("0xd3", "d3_b", 500, "2026-03-01T01:00:00", "2026-09-01"),
                spent("0xd3", "d3_exp", "2026-03-01T02:00:00", 0, drain("d3_b", 500), drain("d3_a", 200)));

        details("0xd3", "2026-03-02", 800, new Detail(null, 800));
    }

    @Test
    void a32_drained_lots_vanish_from_details_and_valid_lots() {
        tables.apply(
                granted("0xd4", "d4_a", 500, "2026-03-01", null),
                spent("0xd4", "d4_exp", "2026-03-01T01:00:00", 0, drain("d4_a", 500)));

        details("0xd4", "2026-03-02", 0);
        assertThat(lots.lots(new ListLots("0xd4", CREDIT, ListLots.Include.VALID, null, 10, null))
                        .items())
                .isEmpty();
        assertThat(lots.lots(new ListLots("0xd4", CREDIT, ListLots.Include.ALL, null, 10, null))
                        .items())
                .extracting(Lot::remaining)
                .containsExactly(0L);
    }

    @Test
    void a33_expired_lots_are_left_out() {
        tables.apply(
                granted("0xd5", "d5_expired", 1000, "2026-03-01", "2026-03-15"),
                granted("0xd5", "d5_valid", 500, "2026-03-01T01:00:00", "2027-06-01"),
                granted("0xd5", "d5_noexp", 200, "2026-03-01T02:00:00", null));

        details("0xd5", "2026-04-01", 700, new Detail(null, 200), new Detail(at("2027-06-01"), 500));
    }

    @Test
    void a34_an_account_without_history_has_zero() {
        details("0xno_history", "2026-04-01", 0);
    }

    @Test
    void a35_details_add_up_to_the_balance() {
        tables.apply(
                granted("0xd6", "d6_a", 1000, "2026-03-01", null),
                granted("0xd6", "d6_b", 800, "2026-03-01T01:00:00", "2026-09-01"),
                granted("0xd6", "d6_c", 600, "2026-03-01T02:00:00", "2026-12-01"),
                spent("0xd6", "d6_exp", "2026-03-01T03:00:00", 0, drain("d6_b", 800), drain("d6_c", 400)));

        details("0xd6", "2026-03-02", 1200, new Detail(null, 1000), new Detail(at("2026-12-01"), 200));
    }

    @Test
    void a41_excluded_metadata_removes_the_values_and_keeps_entries_without_the_key() {
        tables.apply(
                granted("a", "ref_dist", 0, 100, "2026-03-01", null, NONE, NONE),
                spent("a", "ref_expense", "2026-03-01", 0, Map.of(METHOD, "credit_expense"), drain("ref_dist", 50)),
                granted("a", "ref_transfer", 0, 75, "2026-03-01", null, Map.of(METHOD, "credit_transfer"), NONE));

        assertThat(refs("a", new Filter(null, null, null, null, null, NONE, Map.of(METHOD, "credit_expense"))))
                .containsExactly("ref_dist", "ref_transfer");
        assertThat(refs("a", new Filter(null, null, null, null, null, Map.of(METHOD, "credit_transfer"), NONE)))
                .containsExactly("ref_transfer");
        assertThat(refs("a", new Filter(null, Direction.IN, null, null, null, NONE, Map.of(METHOD, "credit_transfer"))))
                .containsExactly("ref_dist");
    }

    @Test
    void a48_time_windows_include_both_ends() {
        marchAprilMay();

        assertThat(refs("0xtf", Filter.NONE)).hasSize(3);
        assertThat(refs("0xtf", window("2026-03-15", null))).containsExactly("time_expense_april", "time_dist_may");
        assertThat(refs("0xtf", window(null, "2026-03-15"))).containsExactly("time_dist_march");
        assertThat(refs("0xtf", window("2026-03-15", "2026-04-15"))).containsExactly("time_expense_april");
        assertThat(refs("0xtf", window("2026-04-01", "2026-04-01"))).containsExactly("time_expense_april");
        assertThat(refs("0xtf", window("2026-05-02", null))).isEmpty();
    }

    @Test
    void a50_direction_goes_by_sign_and_combines_with_time() {
        marchAprilMay();

        assertThat(refs("0xtf", new Filter(null, Direction.IN, null, null, null, NONE, NONE)))
                .containsExactly("time_dist_march", "time_dist_may");
        assertThat(refs("0xtf", new Filter(null, Direction.OUT, null, null, null, NONE, NONE)))
                .containsExactly("time_expense_april");
        assertThat(refs("0xtf", new Filter(null, Direction.IN, null, at("2026-04-15"), null, NONE, NONE)))
                .containsExactly("time_dist_may");
    }

    @Test
    void a52_an_amount_of_zero_has_no_direction() {
        // A transfer of zero is refused here; a spend that found nothing is the entry of amount zero.
        tables.apply(spent("0xzdr", "zero_a", "2026-03-01", 5));

        assertThat(refs("0xzdr", Filter.NONE)).containsExactly("zero_a");
        assertThat(refs("0xzdr", new Filter(null, Direction.IN, null, null, null, NONE, NONE)))
                .isEmpty();
        assertThat(refs("0xzdr", new Filter(null, Direction.OUT, null, null, null, NONE, NONE)))
                .isEmpty();
    }

    @Test
    void x20_drained_and_expired_accounts_stay_listed_with_zero() {
        tables.apply(
                granted("0xdrained", "g1", 10, "2026-03-01", null),
                spent("0xdrained", "e", "2026-03-01T01:00:00", 0, drain("g1", 10)),
                granted("0xexpired", "g2", 10, "2026-03-01", "2026-03-10"),
                granted("0xlive", "g3", 10, "2026-03-01", null));
        clock.set("2026-04-01");

        assertThat(list(0, null, 10))
                .isEqualTo(new BalanceList(
                        List.of(
                                new AccountBalance("0xdrained", 0),
                                new AccountBalance("0xexpired", 0),
                                new AccountBalance("0xlive", 10)),
                        null,
                        3L,
                        4));
        assertThat(list(1, null, 10))
                .isEqualTo(new BalanceList(List.of(new AccountBalance("0xlive", 10)), null, 1L, 4));
    }

    @Test
    void x21_balances_are_listed_page_by_page() {
        for (int i = 1; i <= 5; i++) {
            tables.apply(granted("0x" + i, "g" + i, 10L * i, "2026-03-01", null));
        }
        List<List<AccountBalance>> pages = new ArrayList<>();
        String cursor = null;
        do {
            BalanceList page = list(0, cursor, 2);
            pages.add(page.items());
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(pages)
                .containsExactly(
                        List.of(new AccountBalance("0x1", 10), new AccountBalance("0x2", 20)),
                        List.of(new AccountBalance("0x3", 30), new AccountBalance("0x4", 40)),
                        List.of(new AccountBalance("0x5", 50)));
        assertThat(list(30, null, 10).items())
                .containsExactly(
                        new AccountBalance("0x3", 30), new AccountBalance("0x4", 40), new AccountBalance("0x5", 50));
        assertThat(list(30, null, 1).count()).isEqualTo(3);
    }

    private void marchAprilMay() {
        tables.apply(
                granted("0xtf", "time_dist_march", 1000, "2026-03-01", null),
                spent("0xtf", "time_expense_april", "2026-04-01", 0, drain("time_dist_march", 300)),
                granted("0xtf", "time_dist_may", 2000, "2026-05-01", null));
    }

    private void details(String account, String time, long total, Detail... details) {
        Balance balance = balances.balance(new GetBalance(account, CREDIT, at(time), null));
        assertThat(balance.details()).containsExactly(details);
        assertThat(balance.balance()).isEqualTo(total);
    }

    private List<String> refs(String account, Filter filter) {
        return history.history(new ListHistory(account, filter, false, null, 100, null)).items().stream()
                .map(HistoryEntry::ref)
                .toList();
    }

    private BalanceList list(long minBalance, @Nullable String cursor, int limit) {
        return balances.balances(new ListBalances(CREDIT, minBalance, true, cursor, limit, null));
    }

    private static Filter window(@Nullable String from, @Nullable String to) {
        return new Filter(null, null, null, from == null ? null : at(from), to == null ? null : at(to), NONE, NONE);
    }
}
