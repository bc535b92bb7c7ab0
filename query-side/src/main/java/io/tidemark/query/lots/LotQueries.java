package io.tidemark.query.lots;

import io.tidemark.messages.query.InvalidQueryException;
import io.tidemark.messages.query.ListLots;
import io.tidemark.messages.query.Lot;
import io.tidemark.messages.query.NotCaughtUpException;
import io.tidemark.messages.query.Page;
import io.tidemark.query.Micros;
import io.tidemark.query.QueryLimits;
import io.tidemark.query.cursor.Cursor;
import io.tidemark.query.sql.Columns;
import io.tidemark.query.sql.Reader;
import io.tidemark.query.sql.Sql;
import io.tidemark.query.watermark.WatermarkGate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.axonframework.queryhandling.QueryHandler;

/** Lists the lots of an account in drain order. Thread-safe. */
public class LotQueries {

    private static final String BEGIN = """
            select w.seq, o.ref, o.lot_index, o.amount, o.remaining, o.granted_at, o.expires_at, o.value
            from lots.watermark w
            left join (
            """;

    private static final String LOTS = """
                (select o.ref, o.lot_index, o.amount, o.remaining, o.granted_at, o.expires_at, o.value
                from lots.lot o
                where o.account = ? and o.currency = ?
            """;

    private static final String OPEN = "and o.is_open";
    private static final String DRAINED = "and not o.is_open";
    private static final String VALID = "and o.granted_at <= ? and coalesce(o.expires_at, 9223372036854775807) > ?";

    private static final long NEVER = Long.MAX_VALUE;

    private final Reader reader;
    private final WatermarkGate gate;
    private final InstantSource clock;
    private final Supplier<DrainOrder> order;

    /**
     * The queries over a database.
     *
     * @param dataSource the database with the lot cache
     * @param gate lets through what asks for a least seq
     * @param clock says what is now
     * @param order the drain order of a spend made now; asked once for every list that is begun
     */
    public LotQueries(DataSource dataSource, WatermarkGate gate, InstantSource clock, Supplier<DrainOrder> order) {
        this.reader = new Reader(dataSource);
        this.gate = gate;
        this.clock = clock;
        this.order = order;
    }

    /**
     * What Axon calls. Declared without the type of the rows, for no response type that a caller can name matches a
     * handler that declares {@code Page<Lot>}: ask with {@code ResponseTypes.instanceOf(Page.class)}.
     */
    @QueryHandler
    @SuppressWarnings("rawtypes")
    public Page answer(ListLots query) {
        return lots(query);
    }

    /**
     * A page of lots. A list goes on in the order in which it was begun, also when the policy has changed since.
     *
     * @throws InvalidQueryException if the limit, the cursor, the account or the currency is wrong
     * @throws NotCaughtUpException if the least seq was not committed in time
     */
    public Page<Lot> lots(ListLots query) {
        QueryLimits.requireLimit(query.limit());
        QueryLimits.requireText("account", query.account());
        QueryLimits.requireText("currency", query.currency());
        Place place = place(query);
        return gate.read(query.minSeq(), () -> read(query, place), Page::seq);
    }

    private Place place(ListLots query) {
        if (query.cursor() == null) {
            return new Place(order.get(), List.of());
        }
        Cursor.Key key = cursor(query).key(query.cursor());
        return switch (key.text(0)) {
            case "expiration" ->
                new Place(
                        DrainOrder.EXPIRATION_FIRST, List.of(key.number(1), key.number(2), key.text(3), key.number(4)));
            case "emission" -> new Place(DrainOrder.EMISSION_FIRST, List.of(key.number(1), key.text(2), key.number(3)));
            default -> throw new InvalidQueryException("cursor", "the cursor names no drain order");
        };
    }

    private Page<Lot> read(ListLots query, Place place) {
        Sql sql = Sql.of(BEGIN);
        addLots(sql, query, place, OPEN);
        if (query.include() == ListLots.Include.ALL) {
            // The index has the drained lots behind the open ones: both in order, and merged here.
            sql.add("union all");
            addLots(sql, query, place, DRAINED);
        }
        String columns = place.order().columns();
        sql.add(") o on true order by " + columns + " limit ?", query.limit() + 1);
        return reader.read(sql, rows -> page(rows, query, place.order()));
    }

    private void addLots(Sql sql, ListLots query, Place place, String which) {
        sql.add(LOTS, query.account(), query.currency()).add(which);
        if (query.include() == ListLots.Include.VALID) {
            long now = Micros.atOrBefore(clock.instant());
            sql.add(VALID, now, now);
        }
        String columns = place.order().columns();
        if (!place.after().isEmpty()) {
            String marks = "?" + ", ?".repeat(place.after().size() - 1);
            sql.add("and (" + columns + ") > (" + marks + ")", place.after().toArray());
        }
        sql.add("order by " + columns + " limit ?)", query.limit() + 1);
    }

    private static Page<Lot> page(ResultSet rows, ListLots query, DrainOrder order) throws SQLException {
        List<Lot> lots = new ArrayList<>();
        String next = null;
        long seq = 0;
        while (rows.next()) {
            seq = rows.getLong("seq");
            String ref = Columns.text(rows, "ref");
            if (ref == null) {
                continue;
            }
            if (lots.size() == query.limit()) {
                next = cursor(query).after(key(lots.getLast(), order));
            } else {
                lots.add(lot(rows, query, ref));
            }
        }
        return new Page<>(lots, next, seq);
    }

    private static Lot lot(ResultSet rows, ListLots query, String ref) throws SQLException {
        return new Lot(
                query.account(),
                query.currency(),
                ref,
                rows.getInt("lot_index"),
                rows.getLong("amount"),
                rows.getLong("remaining"),
                Micros.toInstant(rows.getLong("granted_at")),
                Micros.toInstantOrNull(Columns.number(rows, "expires_at")),
                Columns.number(rows, "value"));
    }

    private static Cursor cursor(ListLots query) {
        return Cursor.of(List.of(
                "lots", query.account(), query.currency(), query.include().name()));
    }

    private static List<String> key(Lot lot, DrainOrder order) {
        String grantedAt = Long.toString(Micros.atOrBefore(lot.grantedAt()));
        String index = Integer.toString(lot.index());
        return switch (order) {
            case EXPIRATION_FIRST -> {
                long expiry = lot.expiresAt() == null ? NEVER : Micros.atOrBefore(lot.expiresAt());
                yield List.of("expiration", Long.toString(expiry), grantedAt, lot.ref(), index);
            }
            case EMISSION_FIRST -> List.of("emission", grantedAt, lot.ref(), index);
        };
    }

    /**
     * Where a page begins.
     *
     * @param order the order of the list
     * @param after the sort key of the last lot shown, empty at the beginning
     */
    private record Place(DrainOrder order, List<Object> after) {}
}
