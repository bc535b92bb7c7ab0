package io.tidemark.journal;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows of the ends of streams: the last position that is stored or on its way, and how often appends had
 * failed when one of the stream last did. Bounded; what is forgotten is asked of the database again. Not thread-safe:
 * guarded by the queue's lock.
 */
final class StreamHeads {

    private final int capacity;
    private final LinkedHashMap<String, Head> heads = new LinkedHashMap<>(1024, 0.75f, true);
    /** In the order of the failures: the eldest are forgotten first. */
    private final LinkedHashMap<String, Long> failedAt = new LinkedHashMap<>();

    /** Failures up to here may be forgotten, so they are taken for failures of every stream. */
    private long forgottenUpTo;

    StreamHeads(int capacity) {
        this.capacity = capacity;
    }

    @Nullable
    Head get(String streamId) {
        return heads.get(streamId);
    }

    /** Notes that an append takes positions up to {@code last} and is on its way. */
    void advance(String streamId, long last, AppendRequest pending) {
        Head head = heads.get(streamId);
        if (head == null) {
            makeRoom();
            heads.put(streamId, new Head(last, pending));
        } else {
            head.last = last;
            head.pending = pending;
        }
    }

    /** Notes what the database has, unless more than that is known or on its way. */
    void learn(String streamId, long last) {
        Head head = heads.get(streamId);
        if (head == null) {
            makeRoom();
            heads.put(streamId, new Head(last, null));
        } else if (head.pending == null && head.last < last) {
            head.last = last;
        }
    }

    /** Notes that an append is no longer on its way. */
    void settle(String streamId, AppendRequest request) {
        Head head = heads.get(streamId);
        if (head != null && head.pending == request) {
            head.pending = null;
        }
    }

    /**
     * Notes that appends from a position on failed. Where nothing before them is on its way, the stream's end is
     * forgotten: another node may have taken the position, or a stream that was to begin there does not exist.
     *
     * @param first the first position that failed
     * @param stillPending the last append before it that is still on its way
     * @param generation how often appends have failed with this one
     */
    void fail(String streamId, long first, @Nullable AppendRequest stillPending, long generation) {
        failedAt.putLast(streamId, generation);
        if (failedAt.size() > capacity) {
            forgottenUpTo = failedAt.pollFirstEntry().getValue();
        }
        Head head = heads.get(streamId);
        if (stillPending == null) {
            heads.remove(streamId);
        } else if (head != null) {
            head.last = first - 1;
            head.pending = stillPending;
        }
    }

    /** Whether an append of the stream failed, or may have, after the given generation. */
    boolean failedAfter(String streamId, long generation) {
        Long failed = failedAt.get(streamId);
        return (failed == null ? forgottenUpTo : failed) > generation;
    }

    private void makeRoom() {
        Iterator<Head> eldestFirst = heads.values().iterator();
        for (int looked = 0; heads.size() >= capacity && looked < 64 && eldestFirst.hasNext(); looked++) {
            if (eldestFirst.next().pending == null) {
                eldestFirst.remove();
            }
        }
    }

    /** For the groups of failed requests: where each stream first failed. */
    static Map<String, Long> firstPositions(Iterable<AppendRequest> requests) {
        Map<String, Long> firsts = new HashMap<>();
        for (AppendRequest request : requests) {
            request.spans().forEach(span -> firsts.merge(span.streamId(), span.first(), Math::min));
        }
        return firsts;
    }

    /** The end of one stream. */
    static final class Head {
        private long last;
        private @Nullable AppendRequest pending;

        private Head(long last, @Nullable AppendRequest pending) {
            this.last = last;
            this.pending = pending;
        }

        long last() {
            return last;
        }

        @Nullable
        AppendRequest pending() {
            return pending;
        }
    }
}
