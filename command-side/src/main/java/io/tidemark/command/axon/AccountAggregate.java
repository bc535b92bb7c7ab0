package io.tidemark.command.axon;

import io.tidemark.command.domain.Account;
import io.tidemark.messages.event.AccountEvent;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.AggregateRoot;

/**
 * One account as Axon keeps it: an id and an immutable state that its events replace. Guarded by the repository's lock.
 *
 * <p>Its memory holds open lots only. Which refs were used is the journal's to know, so a snapshot cannot forget one.
 */
@AggregateRoot(type = AccountAggregate.TYPE)
public class AccountAggregate {

    /** The aggregate type under which streams are stored. */
    public static final String TYPE = "Account";

    @AggregateIdentifier
    private final String id;

    private Account account;

    /** An account in a given state: a new one, or one that is read back from a snapshot. */
    public AccountAggregate(String id, Account account) {
        this.id = id;
        this.account = account;
    }

    /** The account's id. */
    public String id() {
        return id;
    }

    /** The present state. */
    public Account account() {
        return account;
    }

    void record(AccountEvent event) {
        AggregateLifecycle.apply(event);
    }

    @EventSourcingHandler
    void on(AccountEvent event) {
        account = account.apply(event);
    }
}
