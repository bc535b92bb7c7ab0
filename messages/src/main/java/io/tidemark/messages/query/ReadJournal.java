package io.tidemark.messages.query;

import org.jspecify.annotations.Nullable;

/**
 * Asks for the raw events of the journal in seq order. Answered with a {@link Page} of {@link JournalEvent}; the page's
 * seq is the head of the journal, its cursor the next {@code fromSeq}.
 *
 * @param fromSeq first seq, inclusive, at least 1
 * @param limit most rows, 1 to 1000
 * @param stream only events of this stream (an account); {@code null} for all
 */
public record ReadJournal(long fromSeq, int limit, @Nullable String stream) {}
