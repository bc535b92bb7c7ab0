package io.tidemark.messages.query;

/**
 * The end of the journal.
 *
 * @param seq the last seq, 0 when empty
 * @param hash lower-case hex of the chain hash up to it
 */
public record JournalHead(long seq, String hash) {}
