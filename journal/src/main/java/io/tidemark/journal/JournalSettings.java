package io.tidemark.journal;

import java.time.Duration;

/**
 * Bounds of the journal's work.
 *
 * @param groupRows most event rows in one group, unless a single append has more
 * @param waitingAppends most appends that wait for the writer; one more is refused as busy
 * @param appendDeadline how long an append may wait for a database that is away
 * @param socketTimeout how long the writer waits for an answer of the database before it drops the connection
 * @param idleInTransaction after how long the database ends a writer's transaction that nobody goes on with, so that a
 *     stopped node does not stop the others
 * @param knownStreams streams whose last position is remembered; should not be below the number of cached aggregates
 * @param pageRows rows that a reader fetches at a time
 */
public record JournalSettings(
        int groupRows,
        int waitingAppends,
        Duration appendDeadline,
        Duration socketTimeout,
        Duration idleInTransaction,
        int knownStreams,
        int pageRows) {

    /** The settings unless something is set. */
    public static final JournalSettings DEFAULT = new JournalSettings(
            4_000, 20_000, Duration.ofSeconds(20), Duration.ofSeconds(15), Duration.ofSeconds(5), 200_000, 1_000);

    /**
     * Takes settings that are bounds indeed.
     *
     * @throws IllegalArgumentException if a number is below 1, or a time is below a millisecond or, in milliseconds,
     *     more than an {@code int} holds: to PostgreSQL and its driver such a time is none
     */
    public JournalSettings {
        requirePositive("groupRows", groupRows);
        requirePositive("waitingAppends", waitingAppends);
        requireMillis("appendDeadline", appendDeadline);
        requireMillis("socketTimeout", socketTimeout);
        requireMillis("idleInTransaction", idleInTransaction);
        requirePositive("knownStreams", knownStreams);
        requirePositive("pageRows", pageRows);
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("the journal's " + name + " must be at least 1, not " + value);
        }
    }

    private static void requireMillis(String name, Duration value) {
        if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("the journal's " + name + " cannot be " + value);
        }
    }
}
