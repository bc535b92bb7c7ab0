package io.tidemark.config.axon;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A scheduler that shortens short waits. Axon's coordinator sleeps 100 ms when its buffer is full and 500 ms when there
 * is nothing to read, which is most of a projection's delay; waits of a second and more are its back-off after errors
 * and stay as they are.
 */
final class PromptScheduler extends ScheduledThreadPoolExecutor {

    private static final long LONGEST_SHORT_WAIT_MILLIS = 5;
    private static final long BACK_OFF_MILLIS = 1_000;

    PromptScheduler(String name) {
        super(
                1,
                Thread.ofPlatform()
                        .name("tidemark-coordinator-" + name)
                        .daemon()
                        .factory());
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        long millis = unit.toMillis(delay);
        return super.schedule(
                command,
                millis >= BACK_OFF_MILLIS ? millis : Math.min(millis, LONGEST_SHORT_WAIT_MILLIS),
                TimeUnit.MILLISECONDS);
    }
}
