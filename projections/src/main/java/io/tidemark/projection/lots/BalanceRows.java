package io.tidemark.projection.lots;

import io.tidemark.messages.query.Balance;
import io.tidemark.messages.query.Balance.Detail;
import io.tidemark.projection.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the rows of {@link BalanceReader}: one a holding and expiry, never-expiring first. */
final class BalanceRows {

    private BalanceRows() {}

    /**
     * The balances of all holdings that the rows name.
     *
     * @throws ArithmeticException if a sum does not fit a {@code long}
     */
    static List<Balance> read(ResultSet rows, Instant at) throws SQLException {
        Map<Holding, List<Detail>> details = new LinkedHashMap<>();
        long seq = 0;
        while (rows.next()) {
            seq = rows.getLong("seq");
            List<Detail> parts = details.computeIfAbsent(
                    new Holding(rows.getString("account"), rows.getString("currency")), holding -> new ArrayList<>());
            if (rows.getBigDecimal("amount") != null) {
                long expiresAt = rows.getLong("expires_at");
                boolean never = rows.wasNull();
                parts.add(new Detail(
                        never ? null : Micros.toInstant(expiresAt),
                        rows.getBigDecimal("amount").longValueExact()));
            }
        }
        List<Balance> balances = new ArrayList<>(details.size());
        for (Map.Entry<Holding, List<Detail>> entry : details.entrySet()) {
            long sum = 0;
            for (Detail detail : entry.getValue()) {
                sum = Math.addExact(sum, detail.amount());
            }
            Holding holding = entry.getKey();
            balances.add(new Balance(holding.account(), holding.currency(), sum, at, seq, entry.getValue()));
        }
        return balances;
    }
}
