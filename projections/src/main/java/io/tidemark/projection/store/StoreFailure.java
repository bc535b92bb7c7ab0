package io.tidemark.projection.store;

import java.util.concurrent.atomic.AtomicBoolean;

/** Ends a store for good, and tells its listener so once, before anybody else can see it. Thread-safe. */
final class StoreFailure {

    private final String name;
    private final WriteQueue queue;
    private final StoreListener listener;
    private final AtomicBoolean isTold = new AtomicBoolean();

    StoreFailure(String name, WriteQueue queue, StoreListener listener) {
        this.name = name;
        this.queue = queue;
        this.listener = listener;
    }

    /** Ends the store; an error, say of a heap that is full, ends it like any other reason. */
    RuntimeException because(Throwable cause) {
        RuntimeException reason = cause instanceof RuntimeException known
                ? known
                : new IllegalStateException("'" + name + "' broke down: " + cause, cause);
        try {
            if (isTold.compareAndSet(false, true)) {
                listener.failed(reason);
            }
        } finally {
            queue.fail(reason);
        }
        return reason;
    }
}
