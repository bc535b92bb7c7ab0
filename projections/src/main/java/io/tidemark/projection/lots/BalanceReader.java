package io.tidemark.projection.lots;

import io.tidemark.messages.query.Balance;
import io.tidemark.projection.Micros;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;

/** Reads balances of several holdings at once, as committed. Thread-safe. */
final class BalanceReader {

    /** One statement, so that the seq and the lots are of one snapshot. */
    private static final String BALANCES = """
            select w.seq, h.account, h.currency, l.expires_at, l.amount
            from lots.watermark w
            cross join unnest(?::text[], ?::text[]) as h (account, currency)
            left join lateral (
                select o.expires_at, sum(o.remaining) as amount
                from lots.lot o
                where o.account = h.account and o.currency = h.currency and o.is_open
                  and o.granted_at <= ? and coalesce(o.expires_at, 9223372036854775807) > ?
                group by o.expires_at
            ) l on true
            order by h.account, h.currency, l.expires_at nulls first
            """;

    private final DataSource dataSource;

    BalanceReader(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The balances of lots that are valid at an instant, in no particular order. */
    List<Balance> balances(Collection<Holding> holdings, Instant at) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(BALANCES)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text", holdings.stream().map(Holding::account).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "text", holdings.stream().map(Holding::currency).toArray()));
            statement.setLong(3, Micros.of(at));
            statement.setLong(4, Micros.of(at));
            try (ResultSet rows = statement.executeQuery()) {
                return BalanceRows.read(rows, at);
            }
        }
    }
}
