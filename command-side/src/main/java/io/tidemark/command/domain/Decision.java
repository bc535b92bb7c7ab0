package io.tidemark.command.domain;

import io.tidemark.messages.event.AccountEvent;
import io.tidemark.messages.refusal.Refusal;
import java.time.Instant;
import java.util.List;

/** What a message leads to, as a value. */
public sealed interface Decision {

    /**
     * The message is to be recorded.
     *
     * @param effectiveAt when it counts
     * @param events its events in journal order, at least one; each in the stream of its account
     */
    record Accepted(Instant effectiveAt, List<AccountEvent> events) implements Decision {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    /**
     * The message is refused.
     *
     * @param refusal why
     */
    record Rejected(Refusal refusal) implements Decision {}

    /**
     * The accounts show that a message of this ref was recorded before: one of them has a lot that this message would
     * make. What the answer is, only the journal can say.
     */
    record RefTaken() implements Decision {}
}
