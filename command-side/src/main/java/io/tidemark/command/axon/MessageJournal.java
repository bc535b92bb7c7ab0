package io.tidemark.command.axon;

import io.tidemark.messages.event.AccountEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the command side needs of the journal beside appending events through Axon. Thread-safe. */
public interface MessageJournal {

    /**
     * Makes the events of the current unit of work one message under a ref; the append fails as a conflict if the ref
     * is taken.
     *
     * @param ref the message's ref
     * @param fingerprint what tells the same message from another one, lower-case hex
     * @return where the message will be found once the unit of work has committed
     */
    Place claim(String ref, String fingerprint);

    /** The message with a ref, if there is one. */
    Optional<RecordedMessage> find(String ref);

    /**
     * Whether what the current unit of work knows of some streams is all there is of them, on all nodes, durably.
     *
     * @param lastPositions the streams, each with the last position that was read, -1 for none
     */
    boolean isCurrent(Map<String, Long> lastPositions);

    /** Where a message is recorded; known once its unit of work has committed. */
    interface Place {

        /** Seq of the message's first event. */
        long seqFrom();

        /** When the journal took it. */
        Instant recordedAt();
    }

    /**
     * A recorded message.
     *
     * @param fingerprint what tells the same message from another one, lower-case hex
     * @param seqFrom seq of its first event
     * @param recordedAt when the journal took it
     * @param events all its events, in order
     */
    record RecordedMessage(String fingerprint, long seqFrom, Instant recordedAt, List<AccountEvent> events) {
        public RecordedMessage {
            events = List.copyOf(events);
        }
    }
}
