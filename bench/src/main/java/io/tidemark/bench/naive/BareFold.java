package io.tidemark.bench.naive;

import io.tidemark.messages.event.AccountEvent;
import io.tidemark.messages.event.CreditGranted;
import io.tidemark.messages.event.CreditReceived;
import io.tidemark.messages.event.CreditSpent;
import io.tidemark.messages.event.LotDrain;
import io.tidemark.messages.event.NewLot;
import io.tidemark.messages.event.Transferred;
import io.tidemark.projection.lots.LotKey;
import io.tidemark.projection.store.JournalPages;
import io.tidemark.projection.store.PositionedEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The least that a rebuild of the lot cache can be: the journal read and decoded page by page, and what remains of each
 * lot kept in a map. Nothing is checked, nothing is written. Used by one thread.
 */
public final class BareFold {

    private static final int PAGE_EVENTS = 5_000;

    private final Map<LotKey, Long> remaining = new HashMap<>();

    private BareFold() {}

    /**
     * Folds the first events of a journal.
     *
     * @return how long that took, in seconds
     */
    public static double run(JournalPages<AccountEvent> pages, long events) {
        BareFold fold = new BareFold();
        long start = System.nanoTime();
        long seq = 0;
        while (seq < events) {
            List<PositionedEvent<AccountEvent>> page = pages.after(seq, PAGE_EVENTS);
            for (PositionedEvent<AccountEvent> event : page) {
                AccountEvent payload = event.event();
                if (payload != null) {
                    fold.on(payload);
                }
            }
            seq = page.getLast().seq();
        }
        if (fold.remaining.isEmpty()) {
            throw new IllegalStateException("a journal without lots");
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private void on(AccountEvent event) {
        switch (event) {
            case CreditGranted granted -> add(event, granted.ref(), granted.index(), granted.amount());
            case CreditSpent spent -> drain(event, spent.drains());
            case Transferred transferred -> drain(event, transferred.drains());
            case CreditReceived received -> {
                for (NewLot lot : received.lots()) {
                    add(event, lot.ref(), lot.index(), lot.amount());
                }
            }
        }
    }

    private void drain(AccountEvent event, List<LotDrain> drains) {
        for (LotDrain drain : drains) {
            add(event, drain.ref(), drain.index(), -drain.amount());
        }
    }

    private void add(AccountEvent event, String ref, int index, long amount) {
        remaining.merge(new LotKey(event.account(), ref, index), amount, Long::sum);
    }
}
