package io.tidemark.journal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Things that happen on other threads: start them, and wait for them with a bound. */
final class Await {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private Await() {}

    /** Waits until a condition holds. */
    static void until(String condition, BooleanSupplier holds) {
        long started = System.nanoTime();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - started > LONGEST.toNanos()) {
                throw new AssertionError("waited in vain until " + condition);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Does something on a thread of its own. */
    static <T> CompletableFuture<T> started(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                result.complete(work.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /** The result of something, or what it threw. */
    static Outcome outcome(CompletableFuture<?> future) {
        try {
            future.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
            return new Outcome(null);
        } catch (ExecutionException e) {
            return new Outcome(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("waited in vain for a result", e);
        }
    }

    /** Waits for all, which must succeed. */
    static <T> List<T> all(List<CompletableFuture<T>> futures) {
        List<T> results = new ArrayList<>();
        for (CompletableFuture<T> future : futures) {
            Throwable failure = outcome(future).failure();
            if (failure != null) {
                throw new AssertionError("should have succeeded", failure);
            }
            results.add(future.join());
        }
        return results;
    }

    /**
     * How something ended.
     *
     * @param failure what it threw, {@code null} if it succeeded
     */
    record Outcome(@Nullable Throwable failure) {}
}
