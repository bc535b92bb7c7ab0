package io.tidemark.command.domain;

import io.tidemark.messages.MovementKind;
import io.tidemark.messages.command.MovementReceipt;
import io.tidemark.messages.command.MovementResult;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.messages.event.CreditGranted;
import io.tidemark.messages.event.CreditReceived;
import io.tidemark.messages.event.CreditSpent;
import io.tidemark.messages.event.NewLot;
import io.tidemark.messages.event.Transferred;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the receipt of a message off its events. First answers and repeated ones both come from here, so they are equal
 * however long after each other they are given.
 */
public final class Receipts {

    private Receipts() {}

    /**
     * The receipt of a message.
     *
     * @param events all its events in journal order, at least one
     * @param seqFrom seq of the first of them
     * @param recordedAt when the journal took them
     */
    public static MovementReceipt of(List<AccountEvent> events, long seqFrom, Instant recordedAt) {
        AccountEvent first = events.getFirst();
        return new MovementReceipt(
                first.ref(),
                kind(first),
                seqFrom,
                seqFrom + events.size() - 1,
                first.effectiveAt(),
                recordedAt,
                results(events));
    }

    /** Which movement a message was, by its first event. */
    public static MovementKind kind(AccountEvent first) {
        return switch (first) {
            case CreditGranted granted -> granted.kind();
            case CreditSpent spent -> MovementKind.SPEND;
            case Transferred transferred -> MovementKind.TRANSFER;
            case CreditReceived received -> MovementKind.TRANSFER;
        };
    }

    private static List<MovementResult> results(List<AccountEvent> events) {
        List<MovementResult> results = new ArrayList<>(events.size());
        for (int i = 0; i < events.size(); i++) {
            switch (events.get(i)) {
                case CreditGranted granted -> results.add(granted(granted));
                case CreditSpent spent ->
                    results.add(new MovementResult.Spent(
                            spent.account(), spent.currency(), spent.amount(), spent.drains(), spent.shortfall()));
                case Transferred transferred -> results.add(moved(transferred, counterpart(events, i)));
                case CreditReceived received -> {
                    // Told together with the Transferred before it.
                }
            }
        }
        return results;
    }

    private static MovementResult granted(CreditGranted granted) {
        NewLot lot = new NewLot(granted.ref(), granted.index(), granted.amount(), granted.expiresAt());
        return granted.kind() == MovementKind.TRANSFER
                ? new MovementResult.Moved(
                        granted.account(), granted.currency(), granted.amount(), List.of(), List.of(lot))
                : new MovementResult.Granted(granted.account(), granted.currency(), lot);
    }

    private static MovementResult moved(Transferred transferred, CreditReceived received) {
        return new MovementResult.Moved(
                transferred.to(), transferred.currency(), transferred.amount(), transferred.drains(), received.lots());
    }

    private static CreditReceived counterpart(List<AccountEvent> events, int transferred) {
        if (transferred + 1 < events.size() && events.get(transferred + 1) instanceof CreditReceived received) {
            return received;
        }
        throw new IllegalStateException("a transfer without its counterpart: " + events.get(transferred));
    }
}
