package io.tidemark.command.domain.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.command.domain.Account;
import io.tidemark.command.domain.Decision;
import io.tidemark.command.domain.DrainPolicy;
import io.tidemark.command.domain.MovementDecider;
import io.tidemark.command.domain.Rules;
import io.tidemark.messages.Limits;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.messages.refusal.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A whole ledger in memory: the domain, a list for a journal and a map for the refs. Beside the domain's own state it
 * folds every event into rows as the lot cache does, drained ones too, and sees to it that both agree.
 */
final class MemoryLedger {

    private final DrainPolicy policy;
    private final Account empty;
    private final List<AccountEvent> journal = new ArrayList<>();
    private final Map<String, MovementCommand> refs = new HashMap<>();
    private final LotRows lots = new LotRows();
    private Map<String, Account> accounts = new HashMap<>();

    MemoryLedger(DrainPolicy policy) {
        this.policy = policy;
        this.empty = Account.empty(policy.orders());
    }

    /** What became of a message. */
    sealed interface Outcome {
        /** Recorded, now or before. */
        record Applied(boolean repeated) implements Outcome {}

        /** Refused by the domain. */
        record Refused(Refusal refusal) implements Outcome {}

        /** Its ref names another message. */
        record Conflict() implements Outcome {}
    }

    /** Sends a message to a ledger with the given issuers. */
    Outcome send(MovementCommand command, Set<String> issuers) {
        MovementCommand known = refs.get(command.ref());
        if (known != null) {
            return known.equals(command) ? new Outcome.Applied(true) : new Outcome.Conflict();
        }
        return switch (decide(command, issuers)) {
            case Decision.Rejected rejected -> new Outcome.Refused(rejected.refusal());
            case Decision.RefTaken taken ->
                throw new IllegalStateException("ref '" + command.ref() + "' is taken and not remembered");
            case Decision.Accepted accepted -> {
                refs.put(command.ref(), command);
                record(accepted.events());
                yield new Outcome.Applied(false);
            }
        };
    }

    /** What the domain says to a message, without recording it. */
    Decision decide(MovementCommand command, Set<String> issuers) {
        Rules rules = new Rules(policy, issuers, Limits.DEFAULT);
        return new MovementDecider(rules).decide(command, Instant.EPOCH, this::account);
    }

    /** Records facts. */
    void record(List<AccountEvent> events) {
        for (AccountEvent event : events) {
            journal.add(event);
            accounts.put(event.account(), account(event.account()).apply(event));
            lots.apply(event);
        }
        for (AccountEvent event : events) {
            lots.assertOpenLotsAre(event.account(), account(event.account()));
        }
    }

    /** Throws the state away, folds the journal again and sees to it that nothing has changed. */
    void rebuild() {
        Map<String, Account> live = accounts;
        accounts = new HashMap<>();
        LotRows rebuilt = new LotRows();
        for (AccountEvent event : journal) {
            accounts.put(event.account(), account(event.account()).apply(event));
            rebuilt.apply(event);
        }
        assertThat(rebuilt.all()).isEqualTo(lots.all());
        assertThat(accounts.keySet()).isEqualTo(live.keySet());
        for (String id : live.keySet()) {
            lots.assertOpenLotsAre(id, account(id));
        }
    }

    /** What an account has at an instant. */
    long balance(String account, Instant at) {
        long balance = account(account).book(Limits.DEFAULT_CURRENCY).balanceAt(at);
        assertThat(balance).isEqualTo(lots.validAt(account, at));
        return balance;
    }

    /** The rows of all lots, drained ones too. */
    LotRows lots() {
        return lots;
    }

    /** All events. */
    List<AccountEvent> journal() {
        return List.copyOf(journal);
    }

    private Account account(String id) {
        return accounts.getOrDefault(id, empty);
    }
}
