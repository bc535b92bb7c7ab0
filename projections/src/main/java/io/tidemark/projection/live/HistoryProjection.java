package io.tidemark.projection.live;

import io.tidemark.projection.history.HistoryTables;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.ResetHandler;

/** The event handlers of the history of accounts, for Axon to find. Thread-safe. */
@ProcessingGroup(HistoryTables.NAME)
public final class HistoryProjection {

    private final EventFeed feed;

    /** Handlers that give events to a feed. */
    public HistoryProjection(EventFeed feed) {
        this.feed = feed;
    }

    /**
     * Takes any event. There is one handler and not one for each kind: Axon ranks handlers of interfaces behind one of
     * {@code Object}, and a kind without a handler would pass unnoticed.
     */
    @EventHandler
    public void on(EventMessage<?> message) {
        feed.take(message);
    }

    /** Has the projection rebuilt beside the rows that are read meanwhile. */
    @ResetHandler
    public void reset() {
        feed.reset();
    }
}
