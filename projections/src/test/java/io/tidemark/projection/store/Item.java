package io.tidemark.projection.store;

import org.jspecify.annotations.Nullable;

/**
 * A row of the test projection.
 *
 * @param id its key
 * @param owner who has it
 * @param tokens how many there are
 * @param isSpent whether it will never be asked for again
 * @param note what else there is to say
 */
record Item(
        String id,
        String owner,
        long tokens,
        boolean isSpent,
        @Nullable String note) {

    static Item of(String id, long tokens) {
        return new Item(id, "somebody", tokens, false, null);
    }

    static Item of(String id, String owner, long tokens) {
        return new Item(id, owner, tokens, false, null);
    }

    Item with(long otherTokens) {
        return new Item(id, owner, otherTokens, isSpent, note);
    }
}
