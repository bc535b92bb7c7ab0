package io.tidemark.messages.query;

import org.jspecify.annotations.Nullable;

/**
 * What a verification of the journal found.
 *
 * @param ok whether every event is as it was recorded
 * @param checked events that were read
 * @param firstBadSeq the first seq that is not as it was recorded; {@code null} if all are
 * @param finding what is wrong there; {@code null} if nothing is
 */
public record JournalVerification(
        boolean ok,
        long checked,
        @Nullable Long firstBadSeq,
        @Nullable String finding) {}
