package io.tidemark.projection.lots;

import io.tidemark.messages.event.AccountEvent;
import io.tidemark.messages.event.CreditGranted;
import io.tidemark.messages.event.CreditReceived;
import io.tidemark.messages.event.CreditSpent;
import io.tidemark.messages.event.LotDrain;
import io.tidemark.messages.event.NewLot;
import io.tidemark.messages.event.Transferred;
import io.tidemark.projection.Micros;
import io.tidemark.projection.store.PositionedEvent;
import io.tidemark.projection.store.ProjectionHandler;
import io.tidemark.projection.store.Reads;
import io.tidemark.projection.store.Table;
import io.tidemark.projection.store.TableDefinition;
import io.tidemark.projection.store.Tables;
import java.util.List;

/**
 * Folds events into lots. Copies facts and decides nothing: an event that contradicts itself or the lots is a bug, and
 * thrown.
 */
final class LotHandler implements ProjectionHandler<AccountEvent> {

    private final LotValuation valuation;
    private final Table<LotKey, LotRow> lots;
    private final Table<Holding, Holding> accounts;

    LotHandler(Tables tables) {
        this(tables, LotTables.LOTS, LotValuation.NONE);
    }

    LotHandler(Tables tables, TableDefinition<LotKey, LotRow> lots, LotValuation valuation) {
        this.valuation = valuation;
        this.lots = tables.keyed(lots);
        this.accounts = tables.keyed(LotTables.ACCOUNTS);
    }

    @Override
    public void announce(PositionedEvent<AccountEvent> positioned, AccountEvent event, Reads reads) {
        announce(event, reads);
        valuation.announce(positioned, event, reads);
    }

    @Override
    public void announce(AccountEvent event, Reads reads) {
        switch (event) {
            case CreditGranted granted -> announceLot(event, granted.ref(), granted.index(), reads);
            case CreditSpent spent -> announceDrains(event, spent.drains(), reads);
            case Transferred transferred -> announceDrains(event, transferred.drains(), reads);
            case CreditReceived received ->
                received.lots().forEach(lot -> announceLot(event, lot.ref(), lot.index(), reads));
        }
    }

    private void announceLot(AccountEvent event, String ref, int index, Reads reads) {
        reads.made(lots, new LotKey(event.account(), ref, index));
        reads.row(accounts, new Holding(event.account(), event.currency()));
    }

    private void announceDrains(AccountEvent event, List<LotDrain> drains, Reads reads) {
        for (LotDrain drain : drains) {
            reads.row(lots, new LotKey(event.account(), drain.ref(), drain.index()));
        }
    }

    @Override
    public void apply(PositionedEvent<AccountEvent> positioned, AccountEvent event) {
        long seq = positioned.seq();
        switch (event) {
            case CreditGranted granted ->
                open(
                        positioned,
                        event,
                        new NewLot(granted.ref(), granted.index(), granted.amount(), granted.expiresAt()));
            case CreditSpent spent ->
                requireSum(seq, Math.addExact(drain(seq, event, spent.drains()), spent.shortfall()), spent.amount());
            case Transferred transferred ->
                requireSum(seq, drain(seq, event, transferred.drains()), transferred.amount());
            case CreditReceived received -> received(positioned, received);
        }
    }

    private void received(PositionedEvent<AccountEvent> positioned, CreditReceived event) {
        long sum = 0;
        for (NewLot lot : event.lots()) {
            sum = Math.addExact(sum, lot.amount());
            open(positioned, event, lot);
        }
        requireSum(positioned.seq(), sum, event.amount());
    }

    private void open(PositionedEvent<AccountEvent> positioned, AccountEvent event, NewLot lot) {
        lots.insert(new LotRow(
                new LotKey(event.account(), lot.ref(), lot.index()),
                event.currency(),
                lot.amount(),
                lot.amount(),
                Micros.of(event.effectiveAt()),
                Micros.ofNullable(lot.expiresAt()),
                positioned.seq(),
                valuation.of(positioned, event, lot.amount())));
        Holding holding = new Holding(event.account(), event.currency());
        if (accounts.get(holding) == null) {
            accounts.insert(holding);
        }
    }

    private long drain(long seq, AccountEvent event, List<LotDrain> drains) {
        long sum = 0;
        for (LotDrain drain : drains) {
            if (drain.amount() < 1) {
                throw new IllegalStateException("seq " + seq + " drains " + drain.amount() + " from a lot");
            }
            sum = Math.addExact(sum, drain.amount());
            LotKey key = new LotKey(event.account(), drain.ref(), drain.index());
            LotRow lot = lots.getOrThrow(key, () -> "seq " + seq + " drains " + key + ", which is not there");
            lots.set(lot.drained(seq, event.currency(), drain.amount()));
        }
        return sum;
    }

    private static void requireSum(long seq, long parts, long amount) {
        if (parts != amount) {
            throw new IllegalStateException("seq " + seq + " moves " + amount + " in parts that add up to " + parts);
        }
    }
}
