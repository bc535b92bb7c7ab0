package io.tidemark.command.domain.vectors;

import io.tidemark.command.domain.Decision;
import io.tidemark.messages.MovementKind;
import io.tidemark.messages.command.TransferCredits;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.messages.event.CreditGranted;
import io.tidemark.messages.event.CreditReceived;
import io.tidemark.messages.event.NewLot;
import io.tidemark.messages.event.Transferred;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What the reference records of a transfer that Tidemark refuses for want of credit: it moves what is there, and where
 * nothing is there it credits the recipient all the same (credit-lots 2.5, step 4). Put in as facts after the refusal,
 * it lets the rest of such a vector be compared.
 */
final class ConcededTransfer {

    private ConcededTransfer() {}

    /** Records the facts, item by item. */
    static void record(TransferCredits refused, MemoryLedger ledger) {
        int index = 0;
        for (TransferCredits.Item item : refused.items()) {
            long there = ledger.balance(refused.from(), Objects.requireNonNull(refused.effectiveAt()));
            List<AccountEvent> facts = there == 0
                    ? List.of(minted(refused, item, index))
                    : moved(refused, item, Math.min(there, item.amount()), index, ledger);
            ledger.record(facts);
            index += 1
                    + (there == 0
                            ? 1
                            : ((CreditReceived) facts.getLast()).lots().size());
        }
    }

    private static AccountEvent minted(TransferCredits refused, TransferCredits.Item item, int index) {
        return new CreditGranted(
                item.to(),
                refused.ref(),
                index,
                MovementKind.TRANSFER,
                refused.from(),
                item.currency(),
                item.amount(),
                item.expiresAt(),
                Objects.requireNonNull(refused.effectiveAt()),
                item.metadata(),
                Map.of());
    }

    private static List<AccountEvent> moved(
            TransferCredits refused, TransferCredits.Item item, long amount, int firstIndex, MemoryLedger ledger) {
        TransferCredits.Item part =
                new TransferCredits.Item(item.to(), amount, item.currency(), item.expiresAt(), item.metadata());
        TransferCredits alone = new TransferCredits(
                refused.ref(), refused.from(), refused.effectiveAt(), refused.metadata(), List.of(part));
        if (!(ledger.decide(alone, Set.of()) instanceof Decision.Accepted accepted)) {
            throw new AssertionError("a transfer of what is there is refused: " + alone);
        }
        return accepted.events().stream()
                .map(event -> shifted(event, firstIndex))
                .toList();
    }

    private static AccountEvent shifted(AccountEvent event, int by) {
        return switch (event) {
            case Transferred sent ->
                new Transferred(
                        sent.account(),
                        sent.ref(),
                        sent.index() + by,
                        sent.to(),
                        sent.currency(),
                        sent.amount(),
                        sent.drains(),
                        sent.effectiveAt(),
                        sent.metadata(),
                        sent.messageMetadata());
            case CreditReceived received ->
                new CreditReceived(
                        received.account(),
                        received.ref(),
                        received.from(),
                        received.currency(),
                        received.amount(),
                        received.lots().stream()
                                .map(lot -> new NewLot(lot.ref(), lot.index() + by, lot.amount(), lot.expiresAt()))
                                .toList(),
                        received.effectiveAt(),
                        received.metadata(),
                        received.messageMetadata());
            default -> throw new AssertionError("not of a transfer: " + event);
        };
    }
}
