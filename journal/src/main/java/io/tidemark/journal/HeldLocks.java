package io.tidemark.journal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;

/** The stream locks that the current unit of work holds. */
final class HeldLocks {

    private static final String RESOURCE = HeldLocks.class.getName();
    private static final HeldLocks NONE = new HeldLocks();

    private final List<StreamLocks.HeldLock> locks = new ArrayList<>(2);
    private final Map<String, Long> obtainedAt = LinkedHashMap.newLinkedHashMap(2);

    private HeldLocks() {}

    static void add(StreamLocks.HeldLock lock) {
        if (CurrentUnitOfWork.isStarted()) {
            HeldLocks held = CurrentUnitOfWork.get().root().getOrComputeResource(RESOURCE, key -> new HeldLocks());
            held.locks.add(lock);
            // What was decided may rest on what was read under the first lock, so a second one does not make it
            // younger.
            held.obtainedAt.putIfAbsent(lock.streamId(), lock.obtainedAt());
        }
    }

    static HeldLocks current() {
        HeldLocks held =
                CurrentUnitOfWork.isStarted() ? CurrentUnitOfWork.get().root().getResource(RESOURCE) : null;
        return held == null ? NONE : held;
    }

    /** The streams whose locks were obtained, each with how often appends had failed when it first was. */
    Map<String, Long> obtainedAt() {
        return obtainedAt;
    }

    void release() {
        locks.forEach(StreamLocks.HeldLock::release);
    }
}
