package io.tidemark.config.imports;

import io.tidemark.messages.command.MovementOutcome;

/** What becomes of a message that is imported. */
public sealed interface ImportOutcome {

    /**
     * The ledger has judged it.
     *
     * @param outcome what the ledger said
     */
    record Judged(MovementOutcome outcome) implements ImportOutcome {}

    /**
     * An earlier import was refused the same message; the ledger has not been asked again.
     *
     * @param refusal what it was told then
     */
    record Remembered(RememberedRefusal refusal) implements ImportOutcome {}
}
