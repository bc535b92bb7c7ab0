package io.tidemark.bench.cases;

import io.tidemark.bench.ledger.Ledger;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Rebuilds the lot cache, one time after the other, until it is stopped. */
final class Rebuilding {

    private final long start = System.nanoTime();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Thread thread;
    private final AtomicInteger done = new AtomicInteger();
    private volatile boolean isStopped;

    Rebuilding(Ledger ledger) {
        this.thread = Thread.ofPlatform().name("bench-rebuilds").start(() -> run(ledger));
    }

    private void run(Ledger ledger) {
        try {
            while (!isStopped) {
                ledger.rebuildUnderLoad("lots");
                done.incrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure.set(e);
        }
    }

    /** Whether it went on for so long, and came to the end of a rebuild at least. */
    boolean isEnough(Duration time) {
        boolean hasFailed = failure.get() != null;
        return hasFailed || (done.get() > 0 && System.nanoTime() - start >= time.toNanos());
    }

    /** Ends with the rebuild that is under way, and says how many there were. */
    int stop() throws InterruptedException {
        isStopped = true;
        thread.join();
        Exception reason = failure.get();
        if (reason != null) {
            throw new IllegalStateException("a rebuild failed", reason);
        }
        return done.get();
    }
}
