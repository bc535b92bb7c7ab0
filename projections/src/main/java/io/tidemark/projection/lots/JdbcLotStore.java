package io.tidemark.projection.lots;

import io.tidemark.messages.query.Balance;
import io.tidemark.projection.lots.LotChanges.Drain;
import io.tidemark.projection.lots.LotChanges.Movement;
import io.tidemark.projection.lots.LotChanges.NewLotRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.JdbcException;

/**
 * The lot cache in PostgreSQL, written straight through. Connections come from a provider that hands out the one of the
 * running transaction; it is closed as a borrower closes it, and never committed here. Thread-safe.
 */
public final class JdbcLotStore implements LotStore {

    private final ConnectionProvider connections;

    /**
     * A store in the schema {@code lots}.
     *
     * @param connections gives the connection of the running transaction, the one that also stores tokens
     */
    public JdbcLotStore(ConnectionProvider connections) {
        this.connections = connections;
    }

    @Override
    public void write(LotChanges changes) {
        try (Connection connection = connections.getConnection()) {
            requireTransaction(connection);
            requireWatermark(connection, changes.firstSeq() - 1);
            insertLots(connection, changes.newLots());
            insertAccounts(connection, changes.newLots());
            drainLots(connection, changes.drains());
            insertMovements(connection, changes.movements());
            insertMessages(connection, changes.messageMetadata());
            moveWatermark(connection, changes.lastSeq());
        } catch (SQLException e) {
            throw new JdbcException(
                    "cannot write seq " + changes.firstSeq() + " to " + changes.lastSeq() + " to the lot cache", e);
        }
    }

    @Override
    public List<Balance> balances(Collection<Holding> holdings, Instant at) {
        try (Connection connection = connections.getConnection();
                PreparedStatement statement = connection.prepareStatement(LotSql.BALANCES)) {
            Columns columns = new Columns(connection, statement);
            columns.texts(holdings, Holding::account);
            columns.texts(holdings, Holding::currency);
            columns.number(Micros.of(at));
            columns.number(Micros.of(at));
            try (ResultSet rows = statement.executeQuery()) {
                return BalanceRows.read(rows, at);
            }
        } catch (SQLException e) {
            throw new JdbcException("cannot read balances from the lot cache", e);
        }
    }

    @Override
    public void clear() {
        try (Connection connection = connections.getConnection()) {
            requireTransaction(connection);
            execute(connection, LotSql.EMPTY_TABLES, columns -> {});
            moveWatermark(connection, 0);
        } catch (SQLException e) {
            throw new JdbcException("cannot empty the lot cache", e);
        }
    }

    private static void requireTransaction(Connection connection) throws SQLException {
        if (connection.getAutoCommit()) {
            throw new IllegalStateException("the lot cache is written outside of a transaction:"
                    + " its rows and the processor's token would not be committed together");
        }
    }

    private static void requireWatermark(Connection connection, long expected) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LotSql.LOCK_WATERMARK);
                ResultSet rows = statement.executeQuery()) {
            if (!rows.next()) {
                throw new IllegalStateException("the watermark of the lot cache is missing");
            }
            long shown = rows.getLong(1);
            if (shown != expected) {
                throw new IllegalStateException(
                        "the lot cache shows seq " + shown + " and was given the events from seq " + (expected + 1)
                                + " on; reset it to fold the journal again");
            }
        }
    }

    private static void insertLots(Connection connection, List<NewLotRow> lots) throws SQLException {
        if (lots.isEmpty()) {
            return;
        }
        int inserted = execute(connection, LotSql.INSERT_LOTS, columns -> {
            columns.texts(lots, lot -> lot.key().account());
            columns.texts(lots, lot -> lot.key().ref());
            columns.integers(lots, lot -> lot.key().index());
            columns.texts(lots, NewLotRow::currency);
            columns.numbers(lots, NewLotRow::amount);
            columns.numbers(lots, NewLotRow::remaining);
            columns.numbers(lots, lot -> Micros.of(lot.grantedAt()));
            columns.numbers(lots, lot -> Micros.ofNullable(lot.expiresAt()));
            columns.numbers(lots, NewLotRow::seq);
        });
        requireRows(inserted, lots.size(), "lots inserted");
    }

    private static void insertAccounts(Connection connection, List<NewLotRow> lots) throws SQLException {
        if (lots.isEmpty()) {
            return;
        }
        Set<Holding> holdings = new LinkedHashSet<>();
        lots.forEach(lot -> holdings.add(new Holding(lot.key().account(), lot.currency())));
        execute(connection, LotSql.INSERT_ACCOUNTS, columns -> {
            columns.texts(holdings, Holding::currency);
            columns.texts(holdings, Holding::account);
        });
    }

    private static void drainLots(Connection connection, List<Drain> drains) throws SQLException {
        if (drains.isEmpty()) {
            return;
        }
        int drained = execute(connection, LotSql.DRAIN_LOTS, columns -> {
            columns.texts(drains, drain -> drain.key().account());
            columns.texts(drains, drain -> drain.key().ref());
            columns.integers(drains, drain -> drain.key().index());
            columns.texts(drains, Drain::currency);
            columns.numbers(drains, Drain::amount);
        });
        requireRows(drained, drains.size(), "lots drained");
    }

    private static void insertMovements(Connection connection, List<Movement> movements) throws SQLException {
        if (movements.isEmpty()) {
            return;
        }
        int inserted = execute(connection, LotSql.INSERT_MOVEMENTS, columns -> {
            columns.texts(movements, Movement::account);
            columns.texts(movements, Movement::ref);
            columns.integers(movements, Movement::index);
            columns.texts(movements, Movement::currency);
            columns.texts(movements, movement -> movement.kind().code());
            columns.numbers(movements, Movement::amount);
            columns.numbers(movements, Movement::shortfall);
            columns.texts(movements, Movement::counterparty);
            columns.numbers(movements, movement -> Micros.of(movement.effectiveAt()));
            columns.numbers(movements, movement -> Micros.of(movement.recordedAt()));
            columns.numbers(movements, Movement::seq);
            columns.numbers(movements, movement -> Micros.ofNullable(movement.expiresAt()));
            columns.texts(movements, movement -> MetadataJson.of(movement.metadata()));
        });
        requireRows(inserted, movements.size(), "movements inserted");
    }

    private static void insertMessages(Connection connection, Map<String, Map<String, String>> metadata)
            throws SQLException {
        if (metadata.isEmpty()) {
            return;
        }
        int inserted = execute(connection, LotSql.INSERT_MESSAGES, columns -> {
            columns.texts(metadata.entrySet(), Map.Entry::getKey);
            columns.texts(metadata.entrySet(), entry -> MetadataJson.of(entry.getValue()));
        });
        requireRows(inserted, metadata.size(), "messages inserted");
    }

    private static void moveWatermark(Connection connection, long seq) throws SQLException {
        requireRows(execute(connection, LotSql.MOVE_WATERMARK, columns -> columns.number(seq)), 1, "watermarks moved");
    }

    private static int execute(Connection connection, String sql, Columns.Binding binding) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            binding.bind(new Columns(connection, statement));
            return statement.executeUpdate();
        }
    }

    private static void requireRows(int actual, int expected, String what) {
        if (actual != expected) {
            throw new IllegalStateException("the lot cache has " + actual + " " + what + " where the events say "
                    + expected + ": it does not fit the journal, reset it");
        }
    }
}
