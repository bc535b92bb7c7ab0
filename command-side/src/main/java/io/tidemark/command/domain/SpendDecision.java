package io.tidemark.command.domain;

import io.tidemark.messages.command.ShortfallPolicy;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.event.CreditSpent;
import io.tidemark.messages.refusal.Refusal;
import java.util.List;
import java.util.Optional;

/** Credit that is used up. */
final class SpendDecision {

    private final Drafting drafting;

    SpendDecision(Drafting drafting) {
        this.drafting = drafting;
    }

    Optional<Refusal> decide(SpendCredits spend) {
        if (spend.shortfall() == ShortfallPolicy.REJECT) {
            Optional<Refusal> refusal = shortage(spend.items());
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        for (int i = 0; i < spend.items().size(); i++) {
            SpendCredits.Item item = spend.items().get(i);
            LotBook.Drained drained = drafting.drain(item.account(), item.currency(), item.amount());
            drafting.emit(new CreditSpent(
                    item.account(),
                    spend.ref(),
                    i,
                    item.currency(),
                    item.amount(),
                    drained.drains(),
                    drained.missing(),
                    drafting.effectiveAt(),
                    item.metadata(),
                    drafting.messageMetadata()));
        }
        return Optional.empty();
    }

    private Optional<Refusal> shortage(List<SpendCredits.Item> items) {
        Demand demand = new Demand();
        for (int i = 0; i < items.size(); i++) {
            SpendCredits.Item item = items.get(i);
            Optional<Refusal> refusal = demand.add(i, item.account(), item.currency(), item.amount());
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return demand.shortage(drafting);
    }
}
