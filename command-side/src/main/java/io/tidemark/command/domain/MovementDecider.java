package io.tidemark.command.domain;

import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import io.tidemark.messages.refusal.Refusal;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Decides movements: pure, stateless and thread-safe. Whether a ref was used before is not asked here; the journal
 * answers that.
 */
public final class MovementDecider {

    private final Rules rules;
    private final MessageCheck check;

    /** A decider by the given rules. */
    public MovementDecider(Rules rules) {
        this.rules = rules;
        this.check = new MessageCheck(rules);
    }

    /** What is wrong with a message whatever the accounts hold, if anything. */
    public Optional<Refusal> check(MovementCommand command) {
        return Optional.ofNullable(check.check(command));
    }

    /**
     * The accounts that a message reads or changes, in the order in which they are to be locked: every command locks in
     * the same order, so none waits for another in a circle.
     */
    public SortedSet<String> accounts(MovementCommand command) {
        SortedSet<String> accounts = new TreeSet<>();
        switch (command) {
            case GrantCredits grant -> grant.items().forEach(item -> accounts.add(item.account()));
            case SpendCredits spend -> spend.items().forEach(item -> accounts.add(item.account()));
            case TransferCredits transfer -> {
                transfer.items().forEach(item -> accounts.add(item.to()));
                if (!rules.issuers().contains(transfer.from())) {
                    accounts.add(transfer.from());
                }
            }
        }
        return accounts;
    }

    /**
     * Decides a message.
     *
     * @param command the message
     * @param now the time at which the ledger takes it; its effective time unless it names one
     * @param accounts the present state of each of {@link #accounts(MovementCommand)}
     */
    public Decision decide(MovementCommand command, Instant now, Function<String, Account> accounts) {
        Refusal refusal = check.check(command);
        if (refusal != null) {
            return new Decision.Rejected(refusal);
        }
        Instant named = command.effectiveAt();
        Instant effectiveAt = Micros.truncate(named == null ? now : named);
        Drafting drafting =
                new Drafting(command, effectiveAt, rules.drainPolicy().orderAt(effectiveAt), accounts);
        Optional<Refusal> obstacle = switch (command) {
            case GrantCredits grant -> new GrantDecision(drafting).decide(grant);
            case SpendCredits spend -> new SpendDecision(drafting).decide(spend);
            case TransferCredits transfer ->
                rules.issuers().contains(transfer.from())
                        ? new GrantDecision(drafting).decideIssuance(transfer)
                        : new TransferDecision(drafting).decide(transfer);
        };
        if (drafting.refTaken()) {
            return new Decision.RefTaken();
        }
        return obstacle.<Decision>map(Decision.Rejected::new)
                .orElseGet(() -> new Decision.Accepted(effectiveAt, drafting.events()));
    }
}
