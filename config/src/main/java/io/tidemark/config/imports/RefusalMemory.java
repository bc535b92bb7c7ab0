package io.tidemark.config.imports;

import io.tidemark.messages.refusal.Refusal;
import java.util.Optional;

/** Keeps what imports were refused, as long as the ledger itself. Safe for many threads. */
public interface RefusalMemory {

    /**
     * The refusal of this appearance of a message, if an earlier import met one and the message's ref has not come into
     * the journal since.
     */
    Optional<RememberedRefusal> find(ImportedMessage message);

    /** Keeps a refusal, durably, in the place of an earlier one of the same appearance. */
    void remember(ImportedMessage message, Refusal refusal);
}
