package io.tidemark.query.balance;

import io.tidemark.messages.query.Balance;
import io.tidemark.messages.query.Balance.Detail;
import io.tidemark.messages.query.BalanceList;
import io.tidemark.messages.query.BalanceList.AccountBalance;
import io.tidemark.messages.query.GetBalance;
import io.tidemark.messages.query.InvalidQueryException;
import io.tidemark.messages.query.ListBalances;
import io.tidemark.messages.query.NotCaughtUpException;
import io.tidemark.query.Micros;
import io.tidemark.query.QueryLimits;
import io.tidemark.query.cursor.Cursor;
import io.tidemark.query.sql.Columns;
import io.tidemark.query.sql.Reader;
import io.tidemark.query.sql.Sql;
import io.tidemark.query.watermark.WatermarkGate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.queryhandling.QueryHandler;

/**
 * Answers what accounts have: the sum of what remains of the lots that are valid at an instant. Thread-safe.
 */
public class BalanceQueries {

    private static final String BALANCE = """
            select w.seq, l.expires_at, l.amount
            from lots.watermark w
            left join (
                select o.expires_at, sum(o.remaining) as amount
                from lots.lot o
                where o.account = ? and o.currency = ? and o.is_open
                  and o.granted_at <= ? and coalesce(o.expires_at, 9223372036854775807) > ?
                group by o.expires_at
            ) l on true
            order by l.expires_at nulls first
            """;

    private static final String PAGE_OF_BALANCES = """
            with page as (
                select a.account, b.balance
                from lots.account a
                cross join lateral (
                    select coalesce(sum(o.remaining), 0) as balance
                    from lots.lot o
                    where o.account = a.account and o.currency = a.currency and o.is_open
                      and o.granted_at <= ? and coalesce(o.expires_at, 9223372036854775807) > ?
                ) b
                where a.currency = ? and a.account > ? and b.balance >= ?
                order by a.account
                limit ?
            )
            """;

    private static final String NO_COUNT = "select w.seq, null::bigint as total, p.account, p.balance";

    private static final String COUNT_ALL = """
            select w.seq, (select count(*) from lots.account c where c.currency = ?) as total, p.account, p.balance
            """;

    /** Account by account, for drained lots lie beside the open ones of their account and are never met so. */
    private static final String COUNT_MATCHING = """
            select w.seq, (
                select count(*)
                from lots.account c
                cross join lateral (
                    select coalesce(sum(o.remaining), 0) as balance
                    from lots.lot o
                    where o.account = c.account and o.currency = c.currency and o.is_open
                      and o.granted_at <= ? and coalesce(o.expires_at, 9223372036854775807) > ?
                ) b
                where c.currency = ? and b.balance >= ?
            ) as total, p.account, p.balance
            """;

    private static final String FROM_PAGE = """
            from lots.watermark w
            left join page p on true
            order by p.account
            """;

    private final Reader reader;
    private final WatermarkGate gate;
    private final InstantSource clock;

    /**
     * The queries over a database.
     *
     * @param dataSource the database with the lot cache
     * @param gate lets through what asks for a least seq
     * @param clock says what is now
     */
    public BalanceQueries(DataSource dataSource, WatermarkGate gate, InstantSource clock) {
        this.reader = new Reader(dataSource);
        this.gate = gate;
        this.clock = clock;
    }

    /**
     * The balance of one account.
     *
     * @throws InvalidQueryException if the account or the currency is no text that the ledger takes
     * @throws NotCaughtUpException if the least seq was not committed in time
     * @throws ArithmeticException if a sum does not fit a {@code long}
     */
    @QueryHandler
    public Balance balance(GetBalance query) {
        QueryLimits.requireText("account", query.account());
        QueryLimits.requireText("currency", query.currency());
        return gate.read(query.minSeq(), () -> readBalance(query), Balance::seq);
    }

    /**
     * A page of the balances of all accounts that ever had a lot.
     *
     * @throws InvalidQueryException if the limit, the cursor or the currency is wrong
     * @throws NotCaughtUpException if the least seq was not committed in time
     * @throws ArithmeticException if a sum does not fit a {@code long}
     */
    @QueryHandler
    public BalanceList balances(ListBalances query) {
        QueryLimits.requireLimit(query.limit());
        QueryLimits.requireText("currency", query.currency());
        Cursor cursor = Cursor.of(List.of("balances", query.currency(), Long.toString(query.minBalance())));
        // Account ids are not empty, so all of them come after the empty text.
        String after = query.cursor() == null ? "" : cursor.key(query.cursor()).text(0);
        return gate.read(query.minSeq(), () -> readBalances(query, cursor, after), BalanceList::seq);
    }

    private Balance readBalance(GetBalance query) {
        Instant at = query.at() == null ? clock.instant().truncatedTo(ChronoUnit.MICROS) : query.at();
        long micros = Micros.atOrBefore(at);
        Sql sql = Sql.of(BALANCE, query.account(), query.currency(), micros, micros);
        return reader.read(sql, rows -> balance(rows, query, at));
    }

    private static Balance balance(ResultSet rows, GetBalance query, Instant at) throws SQLException {
        List<Detail> details = new ArrayList<>();
        long seq = 0;
        long sum = 0;
        while (rows.next()) {
            seq = rows.getLong("seq");
            Long amount = Columns.sum(rows, "amount");
            if (amount != null) {
                sum = Math.addExact(sum, amount);
                details.add(new Detail(Micros.toInstantOrNull(Columns.number(rows, "expires_at")), amount));
            }
        }
        return new Balance(query.account(), query.currency(), sum, at, seq, details);
    }

    private BalanceList readBalances(ListBalances query, Cursor cursor, String after) {
        long now = Micros.atOrBefore(clock.instant());
        Sql sql = Sql.of(PAGE_OF_BALANCES, now, now, query.currency(), after, query.minBalance(), query.limit() + 1);
        if (!query.count()) {
            sql.add(NO_COUNT);
        } else if (query.minBalance() <= 0) {
            sql.add(COUNT_ALL, query.currency());
        } else {
            sql.add(COUNT_MATCHING, now, now, query.currency(), query.minBalance());
        }
        return reader.read(sql.add(FROM_PAGE), rows -> balanceList(rows, query.limit(), cursor));
    }

    private static BalanceList balanceList(ResultSet rows, int limit, Cursor cursor) throws SQLException {
        List<AccountBalance> items = new ArrayList<>();
        String next = null;
        Long total = null;
        long seq = 0;
        while (rows.next()) {
            seq = rows.getLong("seq");
            total = Columns.number(rows, "total");
            String account = Columns.text(rows, "account");
            Long balance = Columns.sum(rows, "balance");
            if (account == null || balance == null) {
                continue;
            }
            if (items.size() == limit) {
                next = cursor.after(List.of(items.getLast().account()));
            } else {
                items.add(new AccountBalance(account, balance));
            }
        }
        return new BalanceList(items, next, total, seq);
    }
}
