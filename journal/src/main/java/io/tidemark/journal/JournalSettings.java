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
}
