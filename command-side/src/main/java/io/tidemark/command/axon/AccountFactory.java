package io.tidemark.command.axon;

import io.tidemark.command.domain.Account;
import io.tidemark.command.domain.DrainOrder;
import java.util.Set;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.AbstractAggregateFactory;

/** Makes accounts whose lots are sorted in every order that the drain policy may ask for. */
public final class AccountFactory extends AbstractAggregateFactory<AccountAggregate> {

    private final Account empty;

    /** A factory for accounts that can be drained in the given orders. */
    public AccountFactory(Set<DrainOrder> orders) {
        super(AccountAggregate.class);
        this.empty = Account.empty(orders);
    }

    /** A new account without lots. */
    public AccountAggregate create(String id) {
        return new AccountAggregate(id, empty);
    }

    /** The state of an account without events. */
    Account empty() {
        return empty;
    }

    @Override
    @SuppressWarnings("rawtypes") // As Axon declares it.
    protected AccountAggregate doCreateAggregate(String aggregateIdentifier, DomainEventMessage firstEvent) {
        return create(aggregateIdentifier);
    }
}
