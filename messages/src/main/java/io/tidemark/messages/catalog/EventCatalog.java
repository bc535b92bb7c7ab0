package io.tidemark.messages.catalog;

import io.tidemark.messages.event.AccountEvent;
import io.tidemark.messages.event.CreditGranted;
import io.tidemark.messages.event.CreditReceived;
import io.tidemark.messages.event.CreditSpent;
import io.tidemark.messages.event.Transferred;
import java.util.List;
import java.util.Optional;

/**
 * The name and revision under which each event is stored. Classes may be renamed and moved; what is in this list may
 * only grow, for the journal keeps it for ever.
 */
public final class EventCatalog {

    /**
     * One stored event type.
     *
     * @param name stable stored name
     * @param revision revision that is written today
     * @param type the class it is read into
     */
    public record Entry(String name, String revision, Class<? extends AccountEvent> type) {}

    private static final List<Entry> ENTRIES = List.of(
            new Entry("credit-granted", "1", CreditGranted.class),
            new Entry("credit-spent", "1", CreditSpent.class),
            new Entry("transferred", "1", Transferred.class),
            new Entry("credit-received", "1", CreditReceived.class));

    private EventCatalog() {}

    /** All entries. */
    public static List<Entry> entries() {
        return ENTRIES;
    }

    /** The entry of an event class, if it is one of the ledger's. */
    public static Optional<Entry> of(Class<?> type) {
        return ENTRIES.stream().filter(entry -> entry.type().equals(type)).findFirst();
    }

    /** The entry with a stored name, if there is one. */
    public static Optional<Entry> named(String name) {
        return ENTRIES.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }
}
