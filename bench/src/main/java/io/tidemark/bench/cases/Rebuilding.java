package io.tidemark.bench.cases;

import io.tidemark.bench.ledger.Ledger;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Rebuilds the lot cache, one time after the other, for a while and once at least. */
final class Rebuilding {

    private final CompletableFuture<Integer> rebuilds;

    Rebuilding(Ledger ledger, Duration least) {
        this.rebuilds = CompletableFuture.supplyAsync(
                () -> rebuild(ledger, least),
                task -> Thread.ofPlatform().name("bench-rebuilds").start(task));
    }

    private static int rebuild(Ledger ledger, Duration least) {
        long end = System.nanoTime() + least.toNanos();
        int done = 0;
        try {
            do {
                ledger.rebuildUnderLoad("lots");
                done++;
            } while (System.nanoTime() < end);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return done;
    }

    /** Whether there is more to come. */
    boolean goesOn() {
        return !rebuilds.isDone();
    }

    /**
     * Waits for the last one, and says how many there were.
     *
     * @throws java.util.concurrent.CompletionException if one failed
     */
    int end() {
        return rebuilds.join();
    }
}
