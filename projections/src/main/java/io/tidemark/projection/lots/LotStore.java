package io.tidemark.projection.lots;

import io.tidemark.messages.query.Balance;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Where the rows of the lot cache are kept, with the seq that they show. */
public interface LotStore {

    /**
     * Applies changes in the caller's transaction, which also stores the processor's token: both are committed or
     * neither is.
     *
     * @throws IllegalStateException if the store does not show the seq before the changes, or a drain meets no lot
     * @throws org.axonframework.common.jdbc.JdbcException if the store refuses a row, such as one that would leave less
     *     than nothing in a lot
     */
    void write(LotChanges changes);

    /**
     * Balances as committed.
     *
     * @param holdings whose balances
     * @param at the instant at which lots must be valid
     * @return one balance a holding, in no particular order
     */
    List<Balance> balances(Collection<Holding> holdings, Instant at);

    /** Empties the store in the caller's transaction; it shows seq 0 afterwards. */
    void clear();
}
