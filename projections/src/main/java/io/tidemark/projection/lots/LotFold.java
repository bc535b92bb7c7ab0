package io.tidemark.projection.lots;

import io.tidemark.messages.MovementKind;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.messages.event.CreditGranted;
import io.tidemark.messages.event.CreditReceived;
import io.tidemark.messages.event.CreditSpent;
import io.tidemark.messages.event.LotDrain;
import io.tidemark.messages.event.NewLot;
import io.tidemark.messages.event.Transferred;
import io.tidemark.projection.lots.LotChanges.Drain;
import io.tidemark.projection.lots.LotChanges.LotKey;
import io.tidemark.projection.lots.LotChanges.Movement;
import io.tidemark.projection.lots.LotChanges.NewLotRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Folds a run of consecutive events into the rows that they change. Copies facts and decides nothing: an event that
 * contradicts itself or another of the run is a bug, and thrown. Not thread-safe.
 */
final class LotFold {

    private final long firstSeq;
    private long lastSeq;
    private final Map<LotKey, OpenLot> newLots = new LinkedHashMap<>();
    private final Map<LotKey, Drain> drains = new LinkedHashMap<>();
    private final List<Movement> movements = new ArrayList<>();
    private final Map<String, Map<String, String>> messageMetadata = new HashMap<>();
    private final Set<Holding> holdings = new HashSet<>();

    /** A fold whose first event is at the given seq. */
    LotFold(long firstSeq) {
        this.firstSeq = firstSeq;
        this.lastSeq = firstSeq - 1;
    }

    /**
     * Takes the next event.
     *
     * @param seq its journal position
     * @param recordedAt when the journal took it
     * @param event what it says; {@code null} for an event that is not about accounts
     * @throws IllegalStateException if it is not the event after the last one, or contradicts what is known
     */
    void add(long seq, Instant recordedAt, @Nullable AccountEvent event) {
        if (seq != lastSeq + 1) {
            throw new IllegalStateException("the lot cache got seq " + seq + " after seq " + lastSeq
                    + "; it must see every event, once, in order");
        }
        lastSeq = seq;
        if (event == null) {
            return;
        }
        if (!event.messageMetadata().isEmpty()) {
            messageMetadata.merge(event.ref(), event.messageMetadata(), (first, second) -> {
                throw new IllegalStateException("two events of message '" + event.ref() + "' carry its metadata");
            });
        }
        switch (event) {
            case CreditGranted granted -> granted(seq, recordedAt, granted);
            case CreditSpent spent -> spent(seq, recordedAt, spent);
            case Transferred transferred -> transferred(seq, recordedAt, transferred);
            case CreditReceived received -> received(seq, recordedAt, received);
        }
    }

    /** What the events so far do together. */
    LotChanges changes() {
        return new LotChanges(
                firstSeq,
                lastSeq,
                newLots.values().stream().map(OpenLot::row).toList(),
                List.copyOf(drains.values()),
                movements,
                messageMetadata,
                holdings);
    }

    private void granted(long seq, Instant recordedAt, CreditGranted event) {
        NewLot lot = new NewLot(event.ref(), event.index(), event.amount(), event.expiresAt());
        open(seq, event, lot);
        movements.add(arrival(seq, recordedAt, event, lot, event.kind(), event.issuer()));
    }

    private void spent(long seq, Instant recordedAt, CreditSpent event) {
        long drained = drain(seq, event, event.drains());
        requireSum(seq, Math.addExact(drained, event.shortfall()), event.amount());
        movements.add(
                departure(seq, recordedAt, event, event.index(), MovementKind.SPEND, drained, event.shortfall(), null));
    }

    private void transferred(long seq, Instant recordedAt, Transferred event) {
        long drained = drain(seq, event, event.drains());
        requireSum(seq, drained, event.amount());
        movements.add(departure(seq, recordedAt, event, event.index(), MovementKind.TRANSFER, drained, 0, event.to()));
    }

    private void received(long seq, Instant recordedAt, CreditReceived event) {
        long sum = 0;
        for (NewLot lot : event.lots()) {
            sum = Math.addExact(sum, lot.amount());
            open(seq, event, lot);
            movements.add(arrival(seq, recordedAt, event, lot, MovementKind.TRANSFER, event.from()));
        }
        requireSum(seq, sum, event.amount());
    }

    private void open(long seq, AccountEvent event, NewLot lot) {
        LotKey key = new LotKey(event.account(), lot.ref(), lot.index());
        OpenLot opened = new OpenLot(key, event.currency(), lot, event.effectiveAt(), seq);
        if (newLots.putIfAbsent(key, opened) != null) {
            throw new IllegalStateException("seq " + seq + " makes the lot " + key + " again");
        }
        holdings.add(new Holding(event.account(), event.currency()));
    }

    private long drain(long seq, AccountEvent event, List<LotDrain> taken) {
        long sum = 0;
        for (LotDrain drain : taken) {
            if (drain.amount() < 1) {
                throw new IllegalStateException("seq " + seq + " drains " + drain.amount() + " from a lot");
            }
            sum = Math.addExact(sum, drain.amount());
            LotKey key = new LotKey(event.account(), drain.ref(), drain.index());
            OpenLot lot = newLots.get(key);
            if (lot != null) {
                lot.drain(seq, event.currency(), drain.amount());
            } else {
                drains.merge(
                        key, new Drain(key, event.currency(), drain.amount()), (one, other) -> both(seq, one, other));
            }
            holdings.add(new Holding(event.account(), event.currency()));
        }
        return sum;
    }

    private static Drain both(long seq, Drain one, Drain other) {
        if (!one.currency().equals(other.currency())) {
            throw new IllegalStateException("seq " + seq + " drains " + one.key() + " in another currency");
        }
        return new Drain(one.key(), one.currency(), Math.addExact(one.amount(), other.amount()));
    }

    private static Movement arrival(
            long seq, Instant recordedAt, AccountEvent event, NewLot lot, MovementKind kind, String counterparty) {
        return new Movement(
                event.account(),
                event.ref(),
                lot.index(),
                event.currency(),
                kind,
                lot.amount(),
                0,
                counterparty,
                event.effectiveAt(),
                recordedAt,
                seq,
                lot.expiresAt(),
                event.metadata());
    }

    private static Movement departure(
            long seq,
            Instant recordedAt,
            AccountEvent event,
            int index,
            MovementKind kind,
            long drained,
            long shortfall,
            @Nullable String counterparty) {
        return new Movement(
                event.account(),
                event.ref(),
                index,
                event.currency(),
                kind,
                -drained,
                shortfall,
                counterparty,
                event.effectiveAt(),
                recordedAt,
                seq,
                null,
                event.metadata());
    }

    private static void requireSum(long seq, long parts, long amount) {
        if (parts != amount) {
            throw new IllegalStateException("seq " + seq + " moves " + amount + " in parts that add up to " + parts);
        }
    }

    /** A lot of this run, with what the run left of it so far. */
    private static final class OpenLot {

        private final LotKey key;
        private final String currency;
        private final NewLot lot;
        private final Instant grantedAt;
        private final long seq;
        private long remaining;

        OpenLot(LotKey key, String currency, NewLot lot, Instant grantedAt, long seq) {
            this.key = key;
            this.currency = currency;
            this.lot = lot;
            this.grantedAt = grantedAt;
            this.seq = seq;
            this.remaining = lot.amount();
        }

        void drain(long drainSeq, String drainCurrency, long amount) {
            if (!currency.equals(drainCurrency) || amount > remaining) {
                throw new IllegalStateException("seq " + drainSeq + " drains " + amount + " " + drainCurrency + " from "
                        + key + ", which has " + remaining + " " + currency);
            }
            remaining -= amount;
        }

        NewLotRow row() {
            return new NewLotRow(key, currency, lot.amount(), remaining, grantedAt, lot.expiresAt(), seq);
        }
    }
}
