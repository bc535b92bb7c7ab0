package io.tidemark.messages.query;

/** Asks where the journal ends. Answered with a {@link JournalHead}. */
public record GetJournalHead() {}
