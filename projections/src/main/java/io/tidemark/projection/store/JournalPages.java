package io.tidemark.projection.store;

import java.util.List;

/**
 * The journal, page by page, as projections read it. Thread-safe.
 *
 * @param <E> the events that the projection knows
 */
public interface JournalPages<E> {

    /** The last seq. */
    long head();

    /**
     * The events after a seq.
     *
     * @param seq the seq before the first
     * @param limit how many at most
     * @return consecutive events; none at the end of the journal
     */
    List<PositionedEvent<E>> after(long seq, int limit);
}
