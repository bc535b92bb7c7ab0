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
 * @param origin where it came from, which never changes
 */
record Item(
        String id,
        String owner,
        long tokens,
        boolean isSpent,
        @Nullable String note,
        String origin) {

    static Item of(String id, long tokens) {
        return new Item(id, "somebody", tokens, false, null, "here");
    }

    static Item of(String id, String owner, long tokens) {
        return new Item(id, owner, tokens, false, null, "here");
    }

    Item with(long otherTokens) {
        return new Item(id, owner, otherTokens, isSpent, note, origin);
    }

    Item spent() {
        return new Item(id, owner, tokens, true, note, origin);
    }
}
