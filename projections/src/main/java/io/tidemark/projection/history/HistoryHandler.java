package io.tidemark.projection.history;

import io.tidemark.messages.MovementKind;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.messages.event.CreditGranted;
import io.tidemark.messages.event.CreditReceived;
import io.tidemark.messages.event.CreditSpent;
import io.tidemark.messages.event.LotDrain;
import io.tidemark.messages.event.NewLot;
import io.tidemark.messages.event.Transferred;
import io.tidemark.projection.Micros;
import io.tidemark.projection.store.AppendOnlyTable;
import io.tidemark.projection.store.PositionedEvent;
import io.tidemark.projection.store.ProjectionHandler;
import io.tidemark.projection.store.Tables;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what each event changed: a row a lot that came, a row for what went. */
final class HistoryHandler implements ProjectionHandler<AccountEvent> {

    private final AppendOnlyTable<MovementRow> movements;
    private final AppendOnlyTable<MessageRow> messages;

    HistoryHandler(Tables tables) {
        this.movements = tables.appendOnly(HistoryTables.MOVEMENTS);
        this.messages = tables.appendOnly(HistoryTables.MESSAGES);
    }

    @Override
    public void apply(PositionedEvent<AccountEvent> at, AccountEvent event) {
        if (!event.messageMetadata().isEmpty()) {
            messages.append(new MessageRow(event.ref(), event.messageMetadata()));
        }
        switch (event) {
            case CreditGranted granted ->
                movements.append(arrival(
                        at,
                        event,
                        new NewLot(granted.ref(), granted.index(), granted.amount(), granted.expiresAt()),
                        granted.kind(),
                        granted.issuer()));
            case CreditSpent spent ->
                movements.append(departure(
                        at, event, spent.index(), MovementKind.SPEND, spent.drains(), spent.shortfall(), null));
            case Transferred transferred ->
                movements.append(departure(
                        at,
                        event,
                        transferred.index(),
                        MovementKind.TRANSFER,
                        transferred.drains(),
                        0,
                        transferred.to()));
            case CreditReceived received ->
                received.lots()
                        .forEach(lot ->
                                movements.append(arrival(at, event, lot, MovementKind.TRANSFER, received.from())));
        }
    }

    private static MovementRow arrival(
            PositionedEvent<AccountEvent> at, AccountEvent event, NewLot lot, MovementKind kind, String counterparty) {
        return new MovementRow(
                event.account(),
                event.ref(),
                lot.index(),
                event.currency(),
                kind,
                lot.amount(),
                0,
                counterparty,
                Micros.of(event.effectiveAt()),
                Micros.of(at.recordedAt()),
                at.seq(),
                Micros.ofNullable(lot.expiresAt()),
                event.metadata());
    }

    private static MovementRow departure(
            PositionedEvent<AccountEvent> at,
            AccountEvent event,
            int index,
            MovementKind kind,
            List<LotDrain> drains,
            long shortfall,
            @Nullable String counterparty) {
        long drained = 0;
        for (LotDrain drain : drains) {
            drained = Math.addExact(drained, drain.amount());
        }
        return new MovementRow(
                event.account(),
                event.ref(),
                index,
                event.currency(),
                kind,
                -drained,
                shortfall,
                counterparty,
                Micros.of(event.effectiveAt()),
                Micros.of(at.recordedAt()),
                at.seq(),
                null,
                event.metadata());
    }
}
