package io.tidemark.messages.command;

import io.tidemark.messages.refusal.Refusal;

/** The answer to a {@link MovementCommand}. Anything else that can happen is an exception: a bug or an outage. */
public sealed interface MovementOutcome {

    /**
     * The message is in the journal, durably.
     *
     * @param receipt what was recorded
     * @param repeated whether an earlier sending of the same message did it; this one then had no effect
     */
    record Applied(MovementReceipt receipt, boolean repeated) implements MovementOutcome {}

    /**
     * The message was understood and refused; nothing was written, and the same ref may be sent again.
     *
     * @param refusal why
     */
    record Refused(Refusal refusal) implements MovementOutcome {}
}
