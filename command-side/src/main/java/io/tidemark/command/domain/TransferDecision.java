package io.tidemark.command.domain;

import io.tidemark.messages.command.TransferCredits;
import io.tidemark.messages.event.CreditReceived;
import io.tidemark.messages.event.LotDrain;
import io.tidemark.messages.event.NewLot;
import io.tidemark.messages.event.Transferred;
import io.tidemark.messages.refusal.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Credit that changes hands. Indexes run through the whole message: for each item first the recipient's new lots, then
 * the sender's debit (credit-lots 2.5).
 */
final class TransferDecision {

    private final Drafting drafting;

    TransferDecision(Drafting drafting) {
        this.drafting = drafting;
    }

    Optional<Refusal> decide(TransferCredits transfer) {
        Demand demand = new Demand();
        for (int i = 0; i < transfer.items().size(); i++) {
            TransferCredits.Item item = transfer.items().get(i);
            Optional<Refusal> refusal = demand.add(i, transfer.from(), item.currency(), item.amount());
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        Optional<Refusal> shortage = demand.shortage(drafting);
        if (shortage.isPresent()) {
            return shortage;
        }
        int index = 0;
        for (int i = 0; i < transfer.items().size(); i++) {
            TransferCredits.Item item = transfer.items().get(i);
            if (!drafting.hasRoomFor(item.to(), item.currency(), item.amount())) {
                return Drafting.noRoom(i, item.to(), item.currency());
            }
            index = move(transfer, item, index);
        }
        return Optional.empty();
    }

    /** Moves one item and answers the index after it. */
    private int move(TransferCredits transfer, TransferCredits.Item item, int firstIndex) {
        List<LotDrain> drains =
                drafting.drain(transfer.from(), item.currency(), item.amount()).drains();
        List<NewLot> lots = portions(transfer.ref(), firstIndex, drains, item.expiresAt());
        int debitIndex = firstIndex + lots.size();
        drafting.emit(new Transferred(
                transfer.from(),
                transfer.ref(),
                debitIndex,
                item.to(),
                item.currency(),
                item.amount(),
                drains,
                drafting.effectiveAt(),
                item.metadata(),
                drafting.messageMetadata()));
        for (NewLot lot : lots) {
            drafting.grant(
                    item.to(),
                    item.currency(),
                    new Lot(
                            lot.ref(),
                            lot.index(),
                            Micros.of(drafting.effectiveAt()),
                            Micros.ofExpiry(lot.expiresAt()),
                            lot.amount()));
        }
        drafting.emit(new CreditReceived(
                item.to(),
                transfer.ref(),
                transfer.from(),
                item.currency(),
                item.amount(),
                lots,
                drafting.effectiveAt(),
                item.metadata(),
                drafting.messageMetadata()));
        return debitIndex + 1;
    }

    /**
     * The recipient's lots: each piece expires at the earlier of its source's and the requested expiry, and only
     * neighbours with equal expiry become one.
     */
    static List<NewLot> portions(String ref, int firstIndex, List<LotDrain> drains, @Nullable Instant requestedExpiry) {
        long cap = Micros.ofExpiry(requestedExpiry);
        List<NewLot> lots = new ArrayList<>(drains.size());
        long openAmount = 0;
        long openExpiry = Micros.NEVER;
        for (LotDrain drain : drains) {
            long expiry = Math.min(Micros.ofExpiry(drain.expiresAt()), cap);
            if (openAmount > 0 && expiry != openExpiry) {
                lots.add(new NewLot(ref, firstIndex + lots.size(), openAmount, Micros.toExpiry(openExpiry)));
                openAmount = 0;
            }
            openAmount += drain.amount();
            openExpiry = expiry;
        }
        if (openAmount > 0) {
            lots.add(new NewLot(ref, firstIndex + lots.size(), openAmount, Micros.toExpiry(openExpiry)));
        }
        return List.copyOf(lots);
    }
}
