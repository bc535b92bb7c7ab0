package io.tidemark.bench.naive;

import io.tidemark.bench.database.ScratchDatabase;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.messages.event.CreditGranted;
import io.tidemark.messages.event.CreditReceived;
import io.tidemark.messages.event.CreditSpent;
import io.tidemark.messages.event.LotDrain;
import io.tidemark.messages.event.Transferred;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;

/**
 * A lot cache kept by an event handler as they are often written: one upsert an event, sent when the event is handled. It
 * is spared all that it can be: a transaction has {@value #BATCH} events instead of one, the statements are prepared on
 * one connection, all the lots of an event go into one statement, and the table has no index but its key. Reads the same
 * events from the same event store as the ledger's processors. Used by one thread.
 */
public final class UpsertPerEvent {

    private static final int BATCH = 1_000;
    private static final int PATIENCE_SECONDS = 60;

    private static final String TABLE = """
            drop table if exists public.naive_lot;
            create table public.naive_lot (
                account    text collate "C" not null,
                ref        text collate "C" not null,
                lot_index  integer not null,
                currency   text collate "C" not null,
                remaining  bigint not null,
                expires_at bigint,
                primary key (account, ref, lot_index)
            )
            """;

    private static final String INSERT =
            "insert into public.naive_lot as l (account, ref, lot_index, currency, remaining, expires_at) values ";

    private static final String ROW = "(?, ?, ?, ?, ?, ?)";

    private static final String OR_UPDATE =
            " on conflict (account, ref, lot_index) do update set remaining = l.remaining + excluded.remaining";

    private static final int COLUMNS = 6;

    private final Connection connection;
    private final Map<Integer, PreparedStatement> statements = new HashMap<>();

    private UpsertPerEvent(Connection connection) {
        this.connection = connection;
    }

    /**
     * Handles the first events of a journal from an empty table on.
     *
     * @param events number of events, at most as many as there are
     * @return how long that took to the last commit, in seconds
     */
    public static double run(ScratchDatabase database, EventStore store, long events)
            throws SQLException, InterruptedException {
        database.execute(TABLE);
        try (Connection connection = database.connect();
                BlockingStream<TrackedEventMessage<?>> stream = store.openStream(null)) {
            connection.setAutoCommit(false);
            UpsertPerEvent handler = new UpsertPerEvent(connection);
            long start = System.nanoTime();
            for (long handled = 0; handled < events; ) {
                if (!stream.hasNextAvailable(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("no event after seq " + handled);
                }
                if (stream.nextAvailable().getPayload() instanceof AccountEvent event) {
                    handler.on(event);
                }
                handled++;
                if (handled % BATCH == 0) {
                    connection.commit();
                }
            }
            connection.commit();
            return (System.nanoTime() - start) / 1e9;
        }
    }

    private void on(AccountEvent event) throws SQLException {
        List<Change> changes = changes(event);
        PreparedStatement upsert = upsert(changes.size());
        int column = 0;
        for (Change change : changes) {
            upsert.setString(++column, event.account());
            upsert.setString(++column, change.ref);
            upsert.setInt(++column, change.index);
            upsert.setString(++column, event.currency());
            upsert.setLong(++column, change.amount);
            if (change.expiresAt == null) {
                upsert.setNull(++column, Types.BIGINT);
            } else {
                upsert.setLong(++column, ChronoUnit.MICROS.between(Instant.EPOCH, change.expiresAt));
            }
        }
        if (column != changes.size() * COLUMNS || upsert.executeUpdate() != changes.size()) {
            throw new IllegalStateException("not every lot was written: " + event);
        }
    }

    private static List<Change> changes(AccountEvent event) {
        return switch (event) {
            case CreditGranted granted ->
                List.of(new Change(granted.ref(), granted.index(), granted.amount(), granted.expiresAt()));
            case CreditSpent spent -> drains(spent.drains());
            case Transferred transferred -> drains(transferred.drains());
            case CreditReceived received ->
                received.lots().stream()
                        .map(lot -> new Change(lot.ref(), lot.index(), lot.amount(), lot.expiresAt()))
                        .toList();
        };
    }

    private static List<Change> drains(List<LotDrain> drains) {
        return drains.stream()
                .map(drain -> new Change(drain.ref(), drain.index(), -drain.amount(), drain.expiresAt()))
                .toList();
    }

    private PreparedStatement upsert(int rows) throws SQLException {
        PreparedStatement prepared = statements.get(rows);
        if (prepared == null) {
            prepared = connection.prepareStatement(INSERT + ROW + (", " + ROW).repeat(rows - 1) + OR_UPDATE);
            statements.put(rows, prepared);
        }
        return prepared;
    }

    /** What an event does to a lot: one that is new, or what goes from one that is there, below zero. */
    private record Change(
            String ref, int index, long amount, @Nullable Instant expiresAt) {}
}
