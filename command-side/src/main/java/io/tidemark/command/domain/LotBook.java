package io.tidemark.command.domain;

import io.tidemark.messages.event.LotDrain;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The open lots of one account in one currency. Immutable; sorted in each drain order that the policy can ask for.
 *
 * <p>Draining k lots of n costs O(k log n), a balance O(log n) unless future-dated and present lots are mixed. What
 * remains in all lots together, expired ones too, fits a {@code long}.
 */
public final class LotBook {

    private final @Nullable LotTree byExpiration;
    private final @Nullable LotTree byEmission;
    private final long total;

    private LotBook(@Nullable LotTree byExpiration, @Nullable LotTree byEmission, long total) {
        this.byExpiration = byExpiration;
        this.byEmission = byEmission;
        this.total = total;
    }

    /** A book without lots that can be drained in the given orders, at least one. */
    static LotBook empty(Set<DrainOrder> orders) {
        if (orders.isEmpty()) {
            throw new IllegalArgumentException("a lot book needs a drain order");
        }
        return new LotBook(
                orders.contains(DrainOrder.EXPIRATION_FIRST) ? LotTree.empty(DrainOrder.EXPIRATION_FIRST) : null,
                orders.contains(DrainOrder.EMISSION_FIRST) ? LotTree.empty(DrainOrder.EMISSION_FIRST) : null,
                0);
    }

    /** What remains of the lots that are valid at an instant. */
    public long balanceAt(Instant at) {
        return balanceAt(Micros.of(at));
    }

    long balanceAt(long micros) {
        return anyTree().sumValidAt(micros);
    }

    /** What remains in all lots, also in expired and future ones. */
    public long total() {
        return total;
    }

    /** Number of open lots. */
    public int size() {
        return anyTree().size();
    }

    /** The open lots, in drain order of the first order that the book keeps. */
    public List<Lot> lots() {
        List<Lot> lots = new ArrayList<>(size());
        anyTree().forEach(lots::add);
        return lots;
    }

    /** Whether the book has a lot that sorts like this one. */
    boolean contains(Lot lot) {
        return anyTree().find(lot) != null;
    }

    /** Whether a further amount would still fit. */
    boolean hasRoomFor(long amount) {
        return amount <= Long.MAX_VALUE - total;
    }

    /** With a lot more, whose key no lot of the book has. */
    LotBook plus(Lot lot) {
        return new LotBook(
                byExpiration == null ? null : byExpiration.plus(lot),
                byEmission == null ? null : byEmission.plus(lot),
                Math.addExact(total, lot.remaining()));
    }

    /** Less what was taken from a lot; fails when the lot is not there or has less. */
    LotBook minus(LotDrain drain) {
        Lot lot = anyTree().find(Lot.placeOf(drain));
        if (lot == null || lot.remaining() < drain.amount()) {
            throw new IllegalStateException("an event drains " + drain.amount() + " from lot " + drain.ref() + "#"
                    + drain.index() + ", which has " + (lot == null ? 0 : lot.remaining()));
        }
        return minus(lot, drain.amount());
    }

    /**
     * Takes up to an amount from the lots that are valid at a time, in drain order.
     *
     * @param amount the most to take, at least 1
     * @param micros the time in microseconds since 1970
     * @param order a drain order that the book keeps
     */
    Drained drain(long amount, long micros, DrainOrder order) {
        LotBook book = this;
        List<LotDrain> drains = new ArrayList<>(1);
        long missing = amount;
        while (missing > 0) {
            Lot lot = book.tree(order).firstValidAt(micros);
            if (lot == null) {
                break;
            }
            long taken = Math.min(missing, lot.remaining());
            drains.add(lot.drained(taken));
            book = book.minus(lot, taken);
            missing -= taken;
        }
        return new Drained(book, List.copyOf(drains), missing);
    }

    private LotBook minus(Lot lot, long amount) {
        if (amount == lot.remaining()) {
            return new LotBook(
                    byExpiration == null ? null : byExpiration.minus(lot),
                    byEmission == null ? null : byEmission.minus(lot),
                    total - amount);
        }
        Lot rest = lot.withRemaining(lot.remaining() - amount);
        return new LotBook(
                byExpiration == null ? null : byExpiration.replace(rest),
                byEmission == null ? null : byEmission.replace(rest),
                total - amount);
    }

    private LotTree tree(DrainOrder order) {
        LotTree tree = order == DrainOrder.EXPIRATION_FIRST ? byExpiration : byEmission;
        if (tree == null) {
            throw new IllegalStateException("the book is not kept in the order " + order);
        }
        return tree;
    }

    private LotTree anyTree() {
        return tree(byExpiration != null ? DrainOrder.EXPIRATION_FIRST : DrainOrder.EMISSION_FIRST);
    }

    /**
     * What draining did.
     *
     * @param book the book after it
     * @param drains what was taken from which lot, in drain order
     * @param missing what was asked for and not there
     */
    record Drained(LotBook book, List<LotDrain> drains, long missing) {}
}
