package io.tidemark.projection.effect;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What an effect has done since it was made. Counters only grow. Thread-safe. */
public final class EffectMetrics {

    private final LongAdder calls = new LongAdder();
    private final LongAdder callNanos = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder memoryHits = new LongAdder();
    private final LongAdder inFlightHits = new LongAdder();
    private final LongAdder databaseHits = new LongAdder();
    private final LongAdder invalidations = new LongAdder();
    private final LongAdder waitNanos = new LongAdder();
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicLong stored = new AtomicLong();

    EffectMetrics() {}

    void enqueued() {
        queued.incrementAndGet();
    }

    void waited(long nanos) {
        waitNanos.add(nanos);
    }

    /** A call leaves the queue, or gives up waiting in it. */
    void dequeued() {
        queued.decrementAndGet();
    }

    void began() {
        calls.increment();
        active.incrementAndGet();
    }

    void ended(long nanos, boolean isAnswered) {
        callNanos.add(nanos);
        active.decrementAndGet();
        if (!isAnswered) {
            failures.increment();
        }
    }

    void memoryHit() {
        memoryHits.increment();
    }

    void inFlightHit() {
        inFlightHits.increment();
    }

    void databaseHit() {
        databaseHits.increment();
    }

    void invalidated() {
        invalidations.increment();
    }

    /** At least so many answers are stored. */
    void storedAtLeast(long rows) {
        stored.accumulateAndGet(rows, Math::max);
    }

    void storedOneMore() {
        stored.incrementAndGet();
    }

    /** Calls that were begun, repeated ones included. */
    public long calls() {
        return calls.sum();
    }

    /** Time that calls took, summed up, in nanoseconds. */
    public long callNanos() {
        return callNanos.sum();
    }

    /** Calls that failed or took too long. */
    public long failures() {
        return failures.sum();
    }

    /** Questions that memory answered. */
    public long memoryHits() {
        return memoryHits.sum();
    }

    /** Questions that shared the answer of a question under way. */
    public long inFlightHits() {
        return inFlightHits.sum();
    }

    /** Questions that a kept answer in the database answered. */
    public long databaseHits() {
        return databaseHits.sum();
    }

    /** Kept answers of another version that are not valid any more. */
    public long invalidations() {
        return invalidations.sum();
    }

    /** Time that calls waited for their turn, summed up, in nanoseconds. */
    public long waitNanos() {
        return waitNanos.sum();
    }

    /** Calls that are under way. */
    public int active() {
        return active.get();
    }

    /** Inputs that wait to be called for. */
    public int queued() {
        return queued.get();
    }

    /** Kept answers, as far as this process knows. */
    public long stored() {
        return stored.get();
    }
}
