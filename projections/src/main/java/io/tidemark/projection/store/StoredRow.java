package io.tidemark.projection.store;

import org.jspecify.annotations.Nullable;

/** A row as the storage has it, read by column name. Valid only during the call that it is given to. */
public interface StoredRow {

    /**
     * A text that is there.
     *
     * @throws IllegalStateException if it is null
     */
    String text(String column);

    /** A text, or none. */
    @Nullable
    String textOrNull(String column);

    /**
     * A number that is there.
     *
     * @throws IllegalStateException if it is null
     */
    long number(String column);

    /** A number, or none. */
    @Nullable
    Long numberOrNull(String column);
}
