package io.tidemark.messages.command;

import io.tidemark.messages.MovementKind;
import java.time.Instant;
import java.util.List;

/**
 * What the journal recorded for one message; a repeat of the message gets an equal receipt, for ever.
 *
 * @param ref the message's ref
 * @param kind which movement it was
 * @param seqFrom seq of its first event
 * @param seqTo seq of its last event, inclusive
 * @param effectiveAt when it counts
 * @param recordedAt when the journal took it
 * @param results one result an item, in the order of the items
 */
public record MovementReceipt(
        String ref,
        MovementKind kind,
        long seqFrom,
        long seqTo,
        Instant effectiveAt,
        Instant recordedAt,
        List<MovementResult> results) {

    public MovementReceipt {
        results = List.copyOf(results);
    }
}
