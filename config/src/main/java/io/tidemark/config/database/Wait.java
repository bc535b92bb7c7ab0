package io.tidemark.config.database;

import java.io.IOException;
import java.time.Duration;

/** Waits for something that can only be looked at, such as the end of a process that is nobody's child. */
final class Wait {

    private static final Duration PAUSE = Duration.ofMillis(20);

    private Wait() {}

    /** A look at the outside world. */
    @FunctionalInterface
    interface Condition {
        /** Whether it holds now. */
        boolean holds() throws IOException;
    }

    /**
     * Looks until the condition holds.
     *
     * @return whether it does; false when {@code patience} is over
     */
    static boolean until(Duration patience, Condition condition) throws IOException {
        long startedNanos = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - startedNanos > patience.toNanos()) {
                return false;
            }
            pause();
        }
        return true;
    }

    static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedDatabaseException("interrupted while waiting for PostgreSQL", e);
        }
    }
}
