package io.tidemark.projection.store;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Longer and longer pauses between tries, for as long as the store is open. Not thread-safe. */
final class BackOff {

    private static final long FIRST_MILLIS = 10;

    private final long longestMillis;
    private final WriteQueue queue;
    private long nextMillis;

    BackOff(Duration longest, WriteQueue queue) {
        this.longestMillis = longest.toMillis();
        this.queue = queue;
        this.nextMillis = Math.min(FIRST_MILLIS, longestMillis);
    }

    /** How long the next pause will be. */
    long nextMillis() {
        return nextMillis;
    }

    /** Waits; false as soon as the store is closed or has failed, so that there is no use in another try. */
    boolean pause() throws InterruptedException {
        long millis = nextMillis;
        nextMillis = Math.min(nextMillis * 2, longestMillis);
        try {
            return !queue.ended().get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return true;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
