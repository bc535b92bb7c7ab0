package io.tidemark.projection.store;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A table as a handler sees it: all that it has processed, whether durable yet or not. For the thread that processes,
 * while it processes.
 *
 * @param <K> what a row is known by
 * @param <R> the row
 */
public interface Table<K, R> {

    /** The row, or {@code null} if there is none. */
    @Nullable
    R get(K key);

    /**
     * The row, which must be there.
     *
     * @param message says what it means that it is not
     * @throws IllegalStateException with that message
     */
    R getOrThrow(K key, Supplier<String> message);

    /** The row, made and set first if there is none. */
    R getOrCreate(K key, Function<? super K, ? extends R> make);

    /**
     * Rows that meet all of some conditions.
     *
     * @return in no particular order
     */
    List<R> getWhere(Filter<R> filter);

    /**
     * Adds a row of which the caller knows that it is new: nothing is looked up.
     *
     * @throws IllegalStateException if memory knows better; the storage refuses it later if only that does
     */
    void insert(R row);

    /** Adds the row, or replaces the one with its key. */
    void set(R row);

    /** Removes the row with the key, if there is one. */
    void delete(K key);
}
