package io.tidemark.config.axon;

import io.tidemark.journal.AppendOutcomeUnknownException;
import io.tidemark.journal.JournalBusyException;
import io.tidemark.messages.command.LedgerBusyException;
import io.tidemark.messages.command.OutcomeUnknownException;

/** Makes the journal's exceptions those that callers of the bus know. */
final class JournalFailures {

    private JournalFailures() {}

    static RuntimeException asMessageFailure(RuntimeException failure) {
        return switch (failure) {
            case JournalBusyException busy -> new LedgerBusyException(String.valueOf(busy.getMessage()));
            case AppendOutcomeUnknownException unknown ->
                new OutcomeUnknownException(String.valueOf(unknown.getMessage()), unknown);
            default -> failure;
        };
    }
}
