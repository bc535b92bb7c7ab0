package io.tidemark.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends between the commands that made them and the writer. An append gets its place only if it follows on the end of
 * each of its streams, counting what is stored and what is on its way; if one fails, all that were built on it fail with
 * it. Thread-safe.
 */
final class AppendQueue {

    private static final Logger LOG = LoggerFactory.getLogger(AppendQueue.class);

    /** Most payload in one group, unless a single append has more: the driver lays a group out in memory once more. */
    private static final long GROUP_BYTES = 32L << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition somethingWaits = lock.newCondition();
    private final ArrayDeque<AppendRequest> waiting = new ArrayDeque<>();
    private final StreamHeads heads;
    private final int capacity;
    private final Consumer<Collection<String>> onFailedStreams;
    private volatile long failureGeneration;
    private boolean closed;

    /**
     * An empty queue.
     *
     * @param onFailedStreams is told of streams whose appends failed, before any command can find out otherwise: must
     *     forget what is cached of them, quickly and without calling back
     */
    AppendQueue(JournalSettings settings, Consumer<Collection<String>> onFailedStreams) {
        this.heads = new StreamHeads(settings.knownStreams());
        this.capacity = settings.waitingAppends();
        this.onFailedStreams = onFailedStreams;
    }

    /** How often appends have failed. */
    long failureGeneration() {
        return failureGeneration;
    }

    /** How many appends wait to be taken by the writer. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives an append its place.
     *
     * @param obtainedAt the streams whose locks the command has had, each with the failures there had been then
     * @param lookedUp last positions of streams as the database has them, -1 for none
     * @return a stream whose end this node may not know and must look up first, or {@code null} when it is done
     * @throws Conflict if it does not follow on one of its streams, or rests on events that never came to be
     * @throws JournalBusyException if too many wait already
     */
    @Nullable
    String enqueue(AppendRequest request, Map<String, Long> obtainedAt, Map<String, Long> lookedUp) throws Conflict {
        lock.lock();
        try {
            if (closed) {
                throw new JournalUnavailableException("the journal is closed", null);
            }
            if (waiting.size() >= capacity) {
                throw new JournalBusyException(waiting.size() + " appends wait for the journal already");
            }
            refuseIfBuiltOnFailed(request, obtainedAt);
            for (AppendRequest.StreamSpan span : request.spans()) {
                Long last = endOf(span, lookedUp.get(span.streamId()));
                if (last == null && span.first() > 0) {
                    return span.streamId();
                }
                // Axon lets a stream begin anywhere; a hole can then only be ruled out where the stream's lock is ours.
                boolean beginsAnywhere = last != null && last < 0 && !obtainedAt.containsKey(span.streamId());
                if (last != null && !beginsAnywhere && last + 1 != span.first()) {
                    throw new Conflict(
                            "stream '" + span.streamId() + "' ends at " + last + ", not before " + span.first(),
                            span.firstRow());
                }
            }
            request.spans().forEach(span -> heads.advance(span.streamId(), span.last(), request));
            waiting.add(request);
            somethingWaits.signal();
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Where a span's stream ends; {@code null} if only the database can tell, because other nodes append too. */
    private @Nullable Long endOf(AppendRequest.StreamSpan span, @Nullable Long lookedUp) {
        StreamHeads.Head head = heads.get(span.streamId());
        if (head == null) {
            return lookedUp;
        }
        if (head.pending() != null || span.first() <= head.last() + 1) {
            return head.last();
        }
        return lookedUp == null ? null : Long.valueOf(Math.max(lookedUp, head.last()));
    }

    /** A decision rests on every stream that was locked for it, also on those that it does not append to. */
    private void refuseIfBuiltOnFailed(AppendRequest request, Map<String, Long> obtainedAt) throws Conflict {
        for (Map.Entry<String, Long> obtained : obtainedAt.entrySet()) {
            String streamId = obtained.getKey();
            if (heads.failedAfter(streamId, obtained.getValue())) {
                throw new Conflict(
                        "an append of stream '" + streamId + "' failed meanwhile", request.firstRowOf(streamId));
            }
        }
    }

    /** Notes where a stream ends in the database. */
    void learn(String streamId, long last) {
        lock.lock();
        try {
            heads.learn(streamId, last);
        } finally {
            lock.unlock();
        }
    }

    /** The last append of a stream that is still on its way. */
    @Nullable
    AppendRequest pending(String streamId) {
        lock.lock();
        try {
            StreamHeads.Head head = heads.get(streamId);
            return head == null ? null : head.pending();
        } finally {
            lock.unlock();
        }
    }

    /** Whether no append of a stream failed since its lock was obtained. */
    boolean isSoundSince(String streamId, long obtainedAt) {
        lock.lock();
        try {
            return !heads.failedAfter(streamId, obtainedAt);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for appends and takes as many as fit a group, oldest first.
     *
     * @return the group, empty once the queue is closed and drained
     */
    List<AppendRequest> take(int rows) throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                somethingWaits.await();
            }
            List<AppendRequest> group = new ArrayList<>();
            long rowsTaken = 0;
            long bytesTaken = 0;
            while (!waiting.isEmpty()) {
                AppendRequest request = waiting.getFirst();
                rowsTaken += request.rows().size();
                bytesTaken += request.bytes();
                if (!group.isEmpty() && (rowsTaken > rows || bytesTaken > GROUP_BYTES)) {
                    break;
                }
                group.add(waiting.removeFirst());
            }
            return group;
        } finally {
            lock.unlock();
        }
    }

    /** Notes that appends are stored. */
    void settle(List<AppendRequest> stored) {
        lock.lock();
        try {
            for (AppendRequest request : stored) {
                request.spans().forEach(span -> heads.settle(span.streamId(), request));
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Withdraws failed appends and all that were built on them.
     *
     * @param failed the ones that failed
     * @param inHand all that the writer has taken and not stored, in order; the withdrawn ones are removed from it
     * @return everything withdrawn, in order
     */
    List<AppendRequest> withdraw(Set<AppendRequest> failed, List<AppendRequest> inHand) {
        lock.lock();
        try {
            Set<AppendRequest> withdrawn = new LinkedHashSet<>();
            Set<String> broken = new HashSet<>();
            inHand.forEach(request -> withdrawIfBroken(request, failed, broken, withdrawn));
            waiting.forEach(request -> withdrawIfBroken(request, failed, broken, withdrawn));
            inHand.removeAll(withdrawn);
            waiting.removeAll(withdrawn);
            if (!withdrawn.isEmpty()) {
                forgetStreams(withdrawn, inHand);
            }
            return List.copyOf(withdrawn);
        } finally {
            lock.unlock();
        }
    }

    /** Withdraws everything that the writer has taken and all that waits. */
    List<AppendRequest> withdrawAll(List<AppendRequest> inHand) {
        lock.lock();
        try {
            Set<AppendRequest> all = new HashSet<>(inHand);
            all.addAll(waiting);
            return withdraw(all, inHand);
        } finally {
            lock.unlock();
        }
    }

    /** Lets no more in. What waits is still handed out. */
    void close() {
        lock.lock();
        try {
            closed = true;
            somethingWaits.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static void withdrawIfBroken(
            AppendRequest request, Set<AppendRequest> failed, Set<String> broken, Set<AppendRequest> withdrawn) {
        boolean builtOnFailed = request.spans().stream().anyMatch(span -> broken.contains(span.streamId()))
                || request.onlyRead().stream().anyMatch(broken::contains);
        if (builtOnFailed || failed.contains(request)) {
            withdrawn.add(request);
            request.spans().forEach(span -> broken.add(span.streamId()));
        }
    }

    private void forgetStreams(Set<AppendRequest> withdrawn, List<AppendRequest> inHand) {
        Map<String, Long> firsts = StreamHeads.firstPositions(withdrawn);
        try {
            onFailedStreams.accept(firsts.keySet());
        } catch (RuntimeException e) {
            closed = true;
            LOG.error("what is cached of failed streams was not forgotten; nothing more is appended by this node", e);
        }
        Map<String, AppendRequest> lastPending = new HashMap<>();
        inHand.forEach(request -> request.spans().forEach(span -> lastPending.put(span.streamId(), request)));
        waiting.forEach(request -> request.spans().forEach(span -> lastPending.put(span.streamId(), request)));
        long generation = failureGeneration + 1;
        firsts.forEach((streamId, first) -> heads.fail(streamId, first, lastPending.get(streamId), generation));
        failureGeneration = generation;
    }
}
