package io.tidemark.server.imports;

import java.time.Instant;
import java.util.Set;

/**
 * What an import of Aleph messages takes, and how it reads their amounts.
 *
 * @param channels channels whose messages count; empty for all of them
 * @param issuers addresses whose distributions and expenses count and whose transfers create credit; compared exactly
 * @param precisionCutoff messages dated before it, exclusive, have amounts in the old unit
 * @param precisionFactor how many of today's units the old unit is, at least 1
 */
public record AlephRules(Set<String> channels, Set<String> issuers, Instant precisionCutoff, long precisionFactor) {

    /** The channel that Aleph's credit messages are on. */
    public static final String DEFAULT_CHANNEL = "ALEPH_CREDIT";

    /** When Aleph went from 100 to 1,000,000 credits a dollar. */
    public static final Instant DEFAULT_PRECISION_CUTOFF = Instant.parse("2026-02-02T00:00:00Z");

    /** How many credits of today one credit was before {@link #DEFAULT_PRECISION_CUTOFF}. */
    public static final long DEFAULT_PRECISION_FACTOR = 10_000;

    /**
     * Copies both sets.
     *
     * @throws IllegalArgumentException if the factor is below 1
     */
    public AlephRules {
        channels = Set.copyOf(channels);
        issuers = Set.copyOf(issuers);
        if (precisionFactor < 1) {
            throw new IllegalArgumentException("the precision factor must be at least 1, not " + precisionFactor);
        }
    }

    /** Aleph's own channel and precision, with the given issuers. */
    public static AlephRules ofIssuers(Set<String> issuers) {
        return new AlephRules(Set.of(DEFAULT_CHANNEL), issuers, DEFAULT_PRECISION_CUTOFF, DEFAULT_PRECISION_FACTOR);
    }

    /** By how much the amounts of a message of the given time are multiplied. */
    long factorAt(Instant time) {
        return time.isBefore(precisionCutoff) ? precisionFactor : 1;
    }
}
