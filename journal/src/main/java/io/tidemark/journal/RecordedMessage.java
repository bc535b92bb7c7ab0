package io.tidemark.journal;

import java.time.Instant;
import java.util.List;

/**
 * A message as the journal has it.
 *
 * @param ref its ref
 * @param fingerprint what tells the same message from another one, lower-case hex
 * @param seqFrom seq of its first event
 * @param recordedAt when the journal took its first event
 * @param payloads the payloads of its events, in order
 */
public record RecordedMessage(String ref, String fingerprint, long seqFrom, Instant recordedAt, List<Object> payloads) {

    public RecordedMessage {
        payloads = List.copyOf(payloads);
    }
}
