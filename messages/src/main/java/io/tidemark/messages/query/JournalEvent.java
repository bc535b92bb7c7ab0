package io.tidemark.messages.query;

import java.time.Instant;

/**
 * An event as the journal stores it.
 *
 * @param seq its position in the journal
 * @param stream the stream it is in, an account
 * @param streamSeq its position in the stream, from 0
 * @param type stored name of its type
 * @param revision revision of its type
 * @param recordedAt when the journal took it
 * @param payload the stored JSON
 */
public record JournalEvent(
        long seq, String stream, long streamSeq, String type, String revision, Instant recordedAt, String payload) {}
