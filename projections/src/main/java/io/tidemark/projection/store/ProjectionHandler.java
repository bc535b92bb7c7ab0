package io.tidemark.projection.store;

/**
 * Folds events into tables. Used by one thread at a time. Must depend on nothing but the events and its tables: the same
 * journal must always come to the same rows.
 *
 * @param <E> the events that it knows
 */
public interface ProjectionHandler<E> {

    /**
     * Names what {@link #apply} will read, so that it can be loaded for a whole batch at once. Called for all events of a
     * batch before the first is applied. What is not named is loaded when it is read.
     */
    default void announce(E event, Reads reads) {}

    /** The same, for handlers that have to know where and when the event was recorded. */
    default void announce(PositionedEvent<E> positioned, E event, Reads reads) {
        announce(event, reads);
    }

    /**
     * Changes the tables.
     *
     * @throws RuntimeException if the event contradicts the tables or itself: it is a bug or a damage, and the projection
     *     stops
     */
    void apply(PositionedEvent<E> event, E payload);
}
