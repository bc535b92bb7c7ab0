package io.tidemark.messages.query;

import io.tidemark.messages.MovementKind;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the movements of an account, by effective time, then seq, then index. Answered with a {@link Page} of
 * {@link HistoryEntry}.
 *
 * @param account whose movements
 * @param filter which of them
 * @param newestFirst the direction of the order
 * @param cursor where to go on; {@code null} for the first page
 * @param limit most rows, 1 to 1000
 * @param minSeq the answer waits until the projection has committed this seq; {@code null} to answer at once
 */
public record ListHistory(
        String account,
        Filter filter,
        boolean newestFirst,
        @Nullable String cursor,
        int limit,
        @Nullable Long minSeq) {

    /** Which way credit went, seen from the account. */
    public enum Direction {
        /** Into the account: amounts above zero. */
        IN,
        /** Out of the account: amounts below zero. */
        OUT
    }

    /**
     * What an entry must be like; all that are set must hold.
     *
     * @param currency its currency; {@code null} for any
     * @param direction its direction; {@code null} for any, also amounts of zero
     * @param kind its movement; {@code null} for any
     * @param from its earliest effective time, inclusive; {@code null} for any
     * @param to its latest effective time, inclusive; {@code null} for any
     * @param metadata values that its metadata must have
     * @param excludedMetadata values that its metadata must not have; an entry without the key stays
     */
    public record Filter(
            @Nullable String currency,
            @Nullable Direction direction,
            @Nullable MovementKind kind,
            @Nullable Instant from,
            @Nullable Instant to,
            Map<String, String> metadata,
            Map<String, String> excludedMetadata) {

        /** Everything. */
        public static final Filter NONE = new Filter(null, null, null, null, null, Map.of(), Map.of());

        public Filter {
            metadata = Map.copyOf(metadata);
            excludedMetadata = Map.copyOf(excludedMetadata);
        }
    }
}
