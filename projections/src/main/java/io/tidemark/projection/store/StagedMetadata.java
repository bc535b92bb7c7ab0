package io.tidemark.projection.store;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Facts about a projection that are to be stored with the next rows, or alone if there are none for a while. Guarded by
 * the lock of its queue.
 */
final class StagedMetadata {

    private final long intervalNanos;
    private final Map<String, String> facts = new HashMap<>();
    private boolean isDirty;
    private boolean isTaken;
    private boolean isForced;
    private long dirtySinceNanos;

    StagedMetadata(Duration interval) {
        this.intervalNanos = interval.toNanos();
    }

    /** Takes facts, and says whether they are news. */
    boolean stage(Map<String, String> more) {
        if (facts.entrySet().containsAll(more.entrySet())) {
            return false;
        }
        facts.putAll(more);
        if (!isDirty) {
            dirtySinceNanos = System.nanoTime();
        }
        isDirty = true;
        return true;
    }

    /** Has what is staged written at once; what is being written counts until it is durable. */
    void force() {
        isForced = isDirty || isTaken;
    }

    /** Whether something that was forced is not durable yet. */
    boolean isForced() {
        return isForced;
    }

    /** How long to wait at most before asking again whether it is due. */
    long nanosToLook() {
        return isDirty ? intervalNanos : Long.MAX_VALUE;
    }

    /** Whether it is worth a write of its own by now. */
    boolean isDue() {
        return isDirty && (isForced || System.nanoTime() - dirtySinceNanos >= intervalNanos);
    }

    /** What the next write is to store; nothing if that was done. */
    Map<String, String> take() {
        Map<String, String> taken = isDirty ? Map.copyOf(facts) : Map.of();
        isTaken = isDirty;
        isDirty = false;
        return taken;
    }

    /** What was taken last is durable. */
    void stored() {
        isTaken = false;
        isForced = isForced && isDirty;
    }
}
