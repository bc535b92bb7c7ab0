package io.tidemark.journal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.jspecify.annotations.Nullable;

/** The stream locks that the current unit of work holds. */
final class HeldLocks {

    private static final String RESOURCE = HeldLocks.class.getName();
    private static final HeldLocks NONE = new HeldLocks();

    private final Map<String, StreamLocks.HeldLock> locks = LinkedHashMap.newLinkedHashMap(2);

    private HeldLocks() {}

    static void add(StreamLocks.HeldLock lock) {
        if (CurrentUnitOfWork.isStarted()) {
            HeldLocks held = CurrentUnitOfWork.get().root().getOrComputeResource(RESOURCE, key -> new HeldLocks());
            held.locks.put(lock.streamId(), lock);
        }
    }

    static HeldLocks current() {
        HeldLocks held =
                CurrentUnitOfWork.isStarted() ? CurrentUnitOfWork.get().root().getResource(RESOURCE) : null;
        return held == null ? NONE : held;
    }

    /** The failures there had been when the stream's lock was obtained; {@code null} if it is not held here. */
    @Nullable
    Long obtainedAt(String streamId) {
        StreamLocks.HeldLock lock = locks.get(streamId);
        return lock == null ? null : lock.obtainedAt();
    }

    void release() {
        locks.values().forEach(StreamLocks.HeldLock::release);
    }
}
