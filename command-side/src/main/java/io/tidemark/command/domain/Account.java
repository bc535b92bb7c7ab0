package io.tidemark.command.domain;

import io.tidemark.messages.event.AccountEvent;
import io.tidemark.messages.event.CreditGranted;
import io.tidemark.messages.event.CreditReceived;
import io.tidemark.messages.event.CreditSpent;
import io.tidemark.messages.event.LotDrain;
import io.tidemark.messages.event.NewLot;
import io.tidemark.messages.event.Transferred;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The state of one account: a lot book for each currency. Immutable. */
public final class Account {

    /** An account without lots that can be drained in every order. */
    public static final Account EMPTY = empty(EnumSet.allOf(DrainOrder.class));

    private final LotBook emptyBook;
    private final Map<String, LotBook> books;

    private Account(LotBook emptyBook, Map<String, LotBook> books) {
        this.emptyBook = emptyBook;
        this.books = books;
    }

    /** An account without lots that can be drained in the given orders, at least one. */
    public static Account empty(Set<DrainOrder> orders) {
        return new Account(LotBook.empty(orders), Map.of());
    }

    /** The open lots of a currency. */
    public LotBook book(String currency) {
        return books.getOrDefault(currency, emptyBook);
    }

    /** The currencies in which the account ever had a lot that this state still knows. */
    public Set<String> currencies() {
        return books.keySet();
    }

    /** Number of open lots, whatever their currency. */
    public int openLots() {
        int lots = 0;
        for (LotBook book : books.values()) {
            lots += book.size();
        }
        return lots;
    }

    /**
     * The state after an event of the account's stream.
     *
     * @throws IllegalStateException if the event cannot follow on this state: the stream is broken
     */
    public Account apply(AccountEvent event) {
        LotBook book = book(event.currency());
        return switch (event) {
            case CreditGranted granted ->
                with(
                        granted.currency(),
                        book.plus(lot(
                                granted.ref(),
                                granted.index(),
                                granted.amount(),
                                granted.effectiveAt(),
                                Micros.ofExpiry(granted.expiresAt()))));
            case CreditSpent spent -> with(spent.currency(), drained(book, spent.drains()));
            case Transferred transferred -> with(transferred.currency(), drained(book, transferred.drains()));
            case CreditReceived received -> with(received.currency(), received(book, received));
        };
    }

    /** The state with a lot more; used when a saved state is read back. */
    public Account plus(String currency, Lot lot) {
        return with(currency, book(currency).plus(lot));
    }

    Account with(String currency, LotBook book) {
        if (books.size() <= 1 && (books.isEmpty() || books.containsKey(currency))) {
            return new Account(emptyBook, Map.of(currency, book));
        }
        Map<String, LotBook> changed = new HashMap<>(books);
        changed.put(currency, book);
        return new Account(emptyBook, Map.copyOf(changed));
    }

    private static LotBook drained(LotBook book, List<LotDrain> drains) {
        LotBook result = book;
        for (LotDrain drain : drains) {
            result = result.minus(drain);
        }
        return result;
    }

    private static LotBook received(LotBook book, CreditReceived received) {
        LotBook result = book;
        for (NewLot lot : received.lots()) {
            result = result.plus(lot(
                    lot.ref(), lot.index(), lot.amount(), received.effectiveAt(), Micros.ofExpiry(lot.expiresAt())));
        }
        return result;
    }

    private static Lot lot(String ref, int index, long amount, Instant grantedAt, long expiresAtMicros) {
        return new Lot(ref, index, Micros.of(grantedAt), expiresAtMicros, amount);
    }
}
