package io.tidemark.messages.query;

/** Asks whether the journal is as it was recorded. Reads all of it. Answered with a {@link JournalVerification}. */
public record VerifyJournal() {}
