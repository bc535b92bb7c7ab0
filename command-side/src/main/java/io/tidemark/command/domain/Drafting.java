package io.tidemark.command.domain;

import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.messages.refusal.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A decision in the making: the events so far and the accounts as they would be after them. Lives for one decision, on
 * one thread.
 */
final class Drafting {

    private final MovementCommand command;
    private final Instant effectiveAt;
    private final long effectiveAtMicros;
    private final DrainOrder order;
    private final Function<String, Account> before;
    private final Map<String, Account> after = new HashMap<>();
    private final List<AccountEvent> events = new ArrayList<>();
    private final List<Lot> lotsMadeBefore = new ArrayList<>();

    Drafting(MovementCommand command, Instant effectiveAt, DrainOrder order, Function<String, Account> accounts) {
        this.command = command;
        this.effectiveAt = effectiveAt;
        this.effectiveAtMicros = Micros.of(effectiveAt);
        this.order = order;
        this.before = accounts;
    }

    Instant effectiveAt() {
        return effectiveAt;
    }

    List<AccountEvent> events() {
        return events;
    }

    /** Notes on the message for the event that comes next: they stand on the first one alone. */
    Map<String, String> messageMetadata() {
        return events.isEmpty() ? command.metadata() : Map.of();
    }

    /** What an account had before the message, valid at the message's time. */
    long available(String account, String currency) {
        return before.apply(account).book(currency).balanceAt(effectiveAtMicros);
    }

    /** Takes up to an amount from an account. */
    LotBook.Drained drain(String account, String currency, long amount) {
        Account state = account(account);
        LotBook.Drained drained = state.book(currency).drain(amount, effectiveAtMicros, order);
        after.put(account, state.with(currency, drained.book()));
        return drained;
    }

    boolean hasRoomFor(String account, String currency, long amount) {
        return account(account).book(currency).hasRoomFor(amount);
    }

    /** Puts a lot into an account; one that is there already was made by an earlier message of the same ref. */
    void grant(String account, String currency, Lot lot) {
        Account state = account(account);
        if (state.book(currency).contains(lot)) {
            lotsMadeBefore.add(lot);
        } else {
            after.put(account, state.plus(currency, lot));
        }
    }

    /** Whether a message of the same ref was recorded before. */
    boolean refTaken() {
        return !lotsMadeBefore.isEmpty();
    }

    void emit(AccountEvent event) {
        events.add(event);
    }

    private Account account(String id) {
        Account state = after.get(id);
        return state == null ? before.apply(id) : state;
    }

    /** The refusal of an amount that an account has no room for. */
    static Optional<Refusal> noRoom(int item, String account, String currency) {
        return Optional.of(new Refusal.AmountOutOfRange(
                "items[" + item + "].amount",
                "account '" + account + "' cannot hold more than 2^63-1 " + currency + " in all its lots"));
    }
}
