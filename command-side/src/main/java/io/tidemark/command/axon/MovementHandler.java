package io.tidemark.command.axon;

import io.tidemark.command.domain.Decision;
import io.tidemark.command.domain.MessageFingerprint;
import io.tidemark.command.domain.MovementDecider;
import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.messages.refusal.Refusal;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.ConcurrencyException;

/**
 * Handles movements: loads the accounts in one order for all commands, lets the domain decide, applies the events. All
 * events of a message are appended together, whichever accounts they belong to. Thread-safe.
 */
public final class MovementHandler {

    private final Accounts accounts;
    private final MovementDecider decider;
    private final MessageJournal journal;
    private final InstantSource clock;

    /** A handler over the given accounts and rules. The clock gives the effective time of messages that name none. */
    public MovementHandler(Accounts accounts, MovementDecider decider, MessageJournal journal, InstantSource clock) {
        this.accounts = accounts;
        this.decider = decider;
        this.journal = journal;
        this.clock = clock;
    }

    @CommandHandler
    Handled handle(GrantCredits command) throws Exception {
        return move(command);
    }

    @CommandHandler
    Handled handle(SpendCredits command) throws Exception {
        return move(command);
    }

    @CommandHandler
    Handled handle(TransferCredits command) throws Exception {
        return move(command);
    }

    private Handled move(MovementCommand command) throws Exception {
        Optional<Refusal> fault = decider.check(command);
        if (fault.isPresent()) {
            return new Handled.Refused(fault.get());
        }
        Map<String, Aggregate<AccountAggregate>> loaded = accounts.loadAll(decider.accounts(command));
        Decision decision = decider.decide(
                command, clock.instant(), id -> loaded(loaded, id).invoke(AccountAggregate::account));
        return switch (decision) {
            case Decision.Rejected rejected -> refuse(rejected.refusal(), loaded);
            case Decision.RefTaken taken ->
                throw new ConcurrencyException("ref '" + command.ref() + "' has made a lot already");
            case Decision.Accepted accepted -> apply(command, accepted.events(), loaded);
        };
    }

    private Handled apply(
            MovementCommand command, List<AccountEvent> events, Map<String, Aggregate<AccountAggregate>> loaded) {
        MessageJournal.Place place = journal.claim(command.ref(), MessageFingerprint.of(command));
        for (AccountEvent event : events) {
            loaded(loaded, event.account()).execute(account -> account.record(event));
        }
        return new Handled.Recorded(events, place);
    }

    /** A refusal must not rest on what another node has changed meanwhile, nor on events that never came to be. */
    private Handled refuse(Refusal refusal, Map<String, Aggregate<AccountAggregate>> loaded) {
        Map<String, Long> lastPositions = HashMap.newHashMap(loaded.size());
        loaded.forEach((id, account) -> {
            Long version = account.version();
            lastPositions.put(id, version == null ? -1 : version);
        });
        if (!journal.isCurrent(lastPositions)) {
            throw new ConcurrencyException("an account changed while a message was being refused");
        }
        return new Handled.Refused(refusal);
    }

    private static Aggregate<AccountAggregate> loaded(Map<String, Aggregate<AccountAggregate>> loaded, String id) {
        Aggregate<AccountAggregate> account = loaded.get(id);
        if (account == null) {
            throw new IllegalStateException("account '" + id + "' takes part in a message that did not name it");
        }
        return account;
    }

    /** What handling led to, before it is known where it was recorded. */
    sealed interface Handled {

        /**
         * Events were applied; they are recorded once the unit of work has committed.
         *
         * @param events the events of the message
         * @param place where they will be found
         */
        record Recorded(List<AccountEvent> events, MessageJournal.Place place) implements Handled {
            public Recorded {
                events = List.copyOf(events);
            }
        }

        /**
         * The message is refused, unless its ref names a recorded one.
         *
         * @param refusal why
         */
        record Refused(Refusal refusal) implements Handled {}
    }
}
