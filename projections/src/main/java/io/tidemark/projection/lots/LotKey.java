package io.tidemark.projection.lots;

import org.jspecify.annotations.Nullable;

/**
 * A lot is known by its account and the place in the message that made it.
 *
 * @param account who has it
 * @param ref ref of the message
 * @param index its index in the message
 */
public record LotKey(String account, String ref, int index) {

    /** As a record's own, which looks its parts up through method handles: a rebuild compares keys a million times. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof LotKey key
                        && index == key.index
                        && ref.equals(key.ref)
                        && account.equals(key.account));
    }

    @Override
    public int hashCode() {
        return 31 * (31 * account.hashCode() + ref.hashCode()) + index;
    }
}
