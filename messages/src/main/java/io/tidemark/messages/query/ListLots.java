package io.tidemark.messages.query;

import org.jspecify.annotations.Nullable;

/**
 * Asks for an account's lots in drain order. Answered with a {@link Page} of {@link Lot}.
 *
 * @param account whose lots
 * @param currency which of its currencies
 * @param include which lots
 * @param cursor where to go on; {@code null} for the first page
 * @param limit most rows, 1 to 1000
 * @param minSeq the answer waits until the projection has committed this seq; {@code null} to answer at once
 */
public record ListLots(
        String account,
        String currency,
        Include include,
        @Nullable String cursor,
        int limit,
        @Nullable Long minSeq) {

    /** Which lots are listed. */
    public enum Include {
        /** Those with something left that are valid now. */
        VALID,
        /** Also drained, expired and future ones. */
        ALL
    }
}
