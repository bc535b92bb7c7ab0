package io.tidemark.projection.lots;

import io.tidemark.messages.event.AccountEvent;
import io.tidemark.projection.effect.EffectTables;
import io.tidemark.projection.store.Column;
import io.tidemark.projection.store.ProjectionDefinition;
import io.tidemark.projection.store.StoredRow;
import io.tidemark.projection.store.TableDefinition;
import java.util.ArrayList;
import java.util.List;

/** What the lot cache keeps. */
public final class LotTables {

    /** Name of the projection, of its processing group and of its processor. */
    public static final String NAME = "lots";

    /** Version of the fold; one that comes to other rows needs another. */
    private static final int VERSION = 2;

    /** Objects of a lot, its key and its place in a hash table, without the texts. */
    private static final int LOT_BYTES = 240;

    private static final int HOLDING_BYTES = 120;

    /** Lots, also those that were drained or have expired. A drained one is never drained again. */
    public static final TableDefinition<LotKey, LotRow> LOTS =
            lots().values(values()).reader(LotTables::lot).build();

    /** The same with what they were worth when they came. */
    static final TableDefinition<LotKey, LotRow> VALUED_LOTS =
            lots().values(valuedValues()).reader(LotTables::valuedLot).build();

    /** Accounts and the currencies of which they ever had a lot. */
    public static final TableDefinition<Holding, Holding> ACCOUNTS = TableDefinition.<Holding, Holding>keyed(
                    "lots.account", holding -> holding)
            .key(List.of(Column.text("currency", Holding::currency), Column.text("account", Holding::account)))
            .reader(row -> new Holding(row.text("account"), row.text("currency")))
            .bytes(holding -> HOLDING_BYTES + holding.account().length())
            .build();

    private LotTables() {}

    /** The lot cache. */
    public static ProjectionDefinition<AccountEvent> projection() {
        return new ProjectionDefinition<>(NAME, VERSION, List.of(LOTS, ACCOUNTS), LotHandler::new);
    }

    /** The lot cache with values. */
    public static ProjectionDefinition<AccountEvent> projection(LotPrices prices) {
        return new ProjectionDefinition<>(
                NAME,
                prices.version(VERSION),
                List.of(VALUED_LOTS, ACCOUNTS, EffectTables.answers()),
                tables -> new LotHandler(
                        tables,
                        VALUED_LOTS,
                        new PricedLots(prices.prices().over(tables), prices.quote(), prices.interval())));
    }

    private static TableDefinition.Builder<LotKey, LotRow> lots() {
        return TableDefinition.<LotKey, LotRow>keyed("lots.lot", LotRow::key)
                .key(List.of(
                        Column.text("account", LotKey::account),
                        Column.text("ref", LotKey::ref),
                        Column.integer("lot_index", LotKey::index)))
                .bytes(lot -> LOT_BYTES
                        + lot.key().account().length()
                        + lot.key().ref().length())
                .writtenInOrderOf(lot -> lot.key().account())
                .finishedWhen(lot -> lot.remaining() == 0)
                // Open lots in drain order with the expiry first, then drained ones; never-expiring lots sort last as
                // the greatest bigint. Lots that are equal in all of it are few (they come from one message), so the
                // rest of the order is left to a sort of those. One index costs a write a third less than two.
                .indexes(new TableDefinition.Index(
                        "drain_order",
                        "(account, currency, is_open, coalesce(expires_at, 9223372036854775807), granted_at)"));
    }

    private static List<Column<LotRow>> values() {
        return List.of(
                Column.text("currency", LotRow::currency),
                Column.bigint("amount", LotRow::amount),
                Column.bigint("remaining", LotRow::remaining).mutable(),
                Column.bigint("granted_at", LotRow::grantedAt),
                Column.bigint("expires_at", LotRow::expiresAt),
                Column.bigint("seq", LotRow::seq));
    }

    private static List<Column<LotRow>> valuedValues() {
        List<Column<LotRow>> values = new ArrayList<>(values());
        values.add(Column.bigint("value", LotRow::value));
        return values;
    }

    private static LotRow valuedLot(StoredRow row) {
        LotRow lot = lot(row);
        return new LotRow(
                lot.key(),
                lot.currency(),
                lot.amount(),
                lot.remaining(),
                lot.grantedAt(),
                lot.expiresAt(),
                lot.seq(),
                row.numberOrNull("value"));
    }

    private static LotRow lot(StoredRow row) {
        return new LotRow(
                new LotKey(row.text("account"), row.text("ref"), Math.toIntExact(row.number("lot_index"))),
                row.text("currency"),
                row.number("amount"),
                row.number("remaining"),
                row.number("granted_at"),
                row.numberOrNull("expires_at"),
                row.number("seq"));
    }
}
