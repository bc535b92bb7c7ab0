package io.tidemark.journal;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Where streams end, counting what is stored and what is on its way; what this node does not know is asked of the
 * database. Thread-safe.
 */
final class StreamEnds {

    private final AppendQueue queue;
    private final EventReader reader;

    StreamEnds(AppendQueue queue, EventReader reader) {
        this.queue = queue;
        this.reader = reader;
    }

    /**
     * Gives an append its place in the queue.
     *
     * @param obtainedAt the streams whose locks the command has had, each with the failures there had been then
     * @throws Conflict if it does not follow on one of its streams, or rests on events that never came to be
     */
    void enqueue(AppendRequest request, Map<String, Long> obtainedAt) throws SQLException {
        Map<String, Long> lookedUp = new HashMap<>();
        String unknown = queue.enqueue(request, obtainedAt, lookedUp);
        while (unknown != null) {
            lookedUp.put(unknown, reader.lastOfStream(unknown).orElse(-1));
            unknown = queue.enqueue(request, obtainedAt, lookedUp);
        }
    }

    /** Waits for what is on its way now. What comes later is not waited for, or a busy stream could never be read. */
    void awaitPending(String streamId) {
        AppendRequest pending = queue.pending(streamId);
        while (pending != null && !isStored(pending)) {
            // It failed, so something before it may be on its way still.
            pending = queue.pending(streamId);
        }
    }

    private static boolean isStored(AppendRequest pending) {
        return pending.outcome().handle((recorded, failure) -> failure == null).join();
    }

    /**
     * Whether streams end where they were read to end, once what is on its way has arrived, and no append failed since
     * their locks were obtained.
     */
    boolean areCurrent(Map<String, Long> lastPositions, Map<String, Long> obtainedAt) throws SQLException {
        for (String streamId : lastPositions.keySet()) {
            awaitPending(streamId);
            Long since = obtainedAt.get(streamId);
            if (since != null && !queue.isSoundSince(streamId, since)) {
                return false;
            }
        }
        return !reader.anyStreamEndsElsewhere(lastPositions);
    }

    /** Notes where a stream ends in the database. */
    void learn(String streamId, long last) {
        queue.learn(streamId, last);
    }
}
