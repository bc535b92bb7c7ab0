package io.tidemark.query;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.messages.MovementKind;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.messages.event.CreditGranted;
import io.tidemark.messages.event.CreditReceived;
import io.tidemark.messages.event.CreditSpent;
import io.tidemark.messages.event.LotDrain;
import io.tidemark.messages.event.NewLot;
import io.tidemark.messages.event.Transferred;
import io.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the lot cache and the history, filled the slow and obvious way: a statement a row, a transaction an
 * event. Says what literal events must look like in the tables, apart from the projection that does so in earnest.
 */
final class LotTables implements AutoCloseable {

    static final Instant RECORDED = Instant.parse("2026-11-21T12:00:00.000001Z");

    private final HikariDataSource pool = new HikariDataSource();
    private long seq;

    LotTables() {
        this(4);
    }

    LotTables(int connections) {
        pool.setDataSource(TestPostgres.migratedDatabase());
        pool.setMaximumPoolSize(connections);
        for (String table : List.of("lots.account", "lots.lot", "history.movement", "history.message")) {
            run("create table " + table + "_1 partition of " + table + "_row for values in (1)");
        }
        run("insert into projection.generation (projection, generation, version, state)"
                + " values ('lots', 1, 1, 'live'), ('history', 1, 1, 'live')");
    }

    DataSource dataSource() {
        return pool;
    }

    /** Appends events: the first gets the seq after the last one. */
    void apply(AccountEvent... events) {
        for (AccountEvent event : events) {
            apply(event);
        }
    }

    private void apply(AccountEvent event) {
        seq++;
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            if (!event.messageMetadata().isEmpty()) {
                run(
                        connection,
                        "insert into history.message_row (generation, ref, metadata) values (1, ?, jsonb_object(?::text[], ?::text[]))",
                        event.ref(),
                        keys(event.messageMetadata()),
                        values(event.messageMetadata()));
            }
            switch (event) {
                case CreditGranted e -> {
                    NewLot lot = new NewLot(e.ref(), e.index(), e.amount(), e.expiresAt());
                    lot(connection, e, lot);
                    movement(connection, e, e.index(), e.kind(), e.amount(), 0, e.issuer(), e.expiresAt());
                }
                case CreditSpent e -> {
                    drain(connection, e.account(), e.drains());
                    long drained = e.amount() - e.shortfall();
                    movement(connection, e, e.index(), MovementKind.SPEND, -drained, e.shortfall(), null, null);
                }
                case Transferred e -> {
                    drain(connection, e.account(), e.drains());
                    movement(connection, e, e.index(), MovementKind.TRANSFER, -e.amount(), 0, e.to(), null);
                }
                case CreditReceived e -> {
                    for (NewLot lot : e.lots()) {
                        lot(connection, e, lot);
                        movement(
                                connection,
                                e,
                                lot.index(),
                                MovementKind.TRANSFER,
                                lot.amount(),
                                0,
                                e.from(),
                                lot.expiresAt());
                    }
                }
            }
            run(connection, "update projection.generation set watermark = ?", seq);
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Empties the tables, as a reset does. */
    void reset() {
        run("truncate lots.account_row, lots.lot_row, history.movement_row, history.message_row");
        run("update projection.generation set watermark = 0");
        seq = 0;
    }

    /** Runs one statement. */
    void run(String sql, @Nullable Object... parameters) {
        try (Connection connection = pool.getConnection()) {
            run(connection, sql, parameters);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    private void lot(Connection connection, AccountEvent event, NewLot lot) throws SQLException {
        run(
                connection,
                "insert into lots.account_row (generation, account, currency) select 1, a, c from (values (?, ?)) v (a, c)"
                        + " where not exists (select from lots.account x where (x.account, x.currency) = (a, c))",
                event.account(),
                event.currency());
        run(
                connection,
                "insert into lots.lot_row (generation, account, ref, lot_index, currency, amount, remaining, granted_at,"
                        + " expires_at, seq) values (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                event.account(),
                lot.ref(),
                lot.index(),
                event.currency(),
                lot.amount(),
                lot.amount(),
                Micros.atOrBefore(event.effectiveAt()),
                micros(lot.expiresAt()),
                seq);
    }

    private static void drain(Connection connection, String account, List<LotDrain> drains) throws SQLException {
        for (LotDrain drain : drains) {
            run(
                    connection,
                    "update lots.lot_row set remaining = remaining - ? where account = ? and ref = ? and lot_index = ?",
                    drain.amount(),
                    account,
                    drain.ref(),
                    drain.index());
        }
    }

    private void movement(
            Connection connection,
            AccountEvent event,
            int index,
            MovementKind kind,
            long amount,
            long shortfall,
            @Nullable String counterparty,
            @Nullable Instant expiresAt)
            throws SQLException {
        run(
                connection,
                "insert into history.movement_row (generation, account, ref, movement_index, currency, kind, amount, shortfall,"
                        + " counterparty, effective_at, recorded_at, seq, expires_at, metadata)"
                        + " values (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, jsonb_object(?::text[], ?::text[]))",
                event.account(),
                event.ref(),
                index,
                event.currency(),
                kind.code(),
                amount,
                shortfall,
                counterparty,
                Micros.atOrBefore(event.effectiveAt()),
                Micros.atOrBefore(RECORDED),
                seq,
                micros(expiresAt),
                keys(event.metadata()),
                values(event.metadata()));
    }

    private static void run(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                Object parameter = parameters[i];
                if (parameter instanceof String[] texts) {
                    statement.setArray(i + 1, connection.createArrayOf("text", texts));
                } else {
                    statement.setObject(i + 1, parameter);
                }
            }
            statement.executeUpdate();
        }
    }

    private static String[] keys(Map<String, String> metadata) {
        return List.copyOf(metadata.entrySet()).stream().map(Map.Entry::getKey).toArray(String[]::new);
    }

    private static String[] values(Map<String, String> metadata) {
        return List.copyOf(metadata.entrySet()).stream()
                .map(Map.Entry::getValue)
                .toArray(String[]::new);
    }

    private static @Nullable Long micros(@Nullable Instant instant) {
        return instant == null ? null : Micros.atOrBefore(instant);
    }
}
