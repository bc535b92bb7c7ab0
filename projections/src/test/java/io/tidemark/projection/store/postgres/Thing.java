package io.tidemark.projection.store.postgres;

import org.jspecify.annotations.Nullable;

/**
 * A row with a column of each type, and a key of two.
 *
 * @param key its key
 * @param origin a text that never changes
 * @param text a text
 * @param number a 64-bit number
 * @param count a 32-bit number
 * @param json a JSON value as PostgreSQL writes it
 */
record Thing(
        ThingKey key,
        String origin,
        @Nullable String text,
        @Nullable Long number,
        @Nullable Integer count,
        @Nullable String json) {

    static Thing of(String id, @Nullable String text, @Nullable Long number) {
        return new Thing(new ThingKey(id, 0), "here", text, number, 1, null);
    }

    Thing withText(@Nullable String other) {
        return new Thing(key, origin, other, number, count, json);
    }
}
