package io.tidemark.messages.command;

import io.tidemark.messages.MovementKind;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message that moves credit: a ref and a list of items, applied all or nothing. Handled by the command side, answered
 * with a {@link MovementOutcome}.
 *
 * <p>Ids and amounts are bare values here, because a command must be able to carry what is then refused; the domain
 * checks every one of them. Metadata and items are copied, so a command is immutable.
 */
public sealed interface MovementCommand permits GrantCredits, SpendCredits, TransferCredits {

    /** The caller's idempotency key: names one message in the whole ledger, for ever. */
    String ref();

    /** When the movement counts in the business; {@code null} means the time at which the ledger takes it. */
    @Nullable
    Instant effectiveAt();

    /** The caller's notes on the message, kept and returned. */
    Map<String, String> metadata();

    /** Which of the three movements this is. */
    MovementKind kind();

    /** Number of items. */
    int size();
}
