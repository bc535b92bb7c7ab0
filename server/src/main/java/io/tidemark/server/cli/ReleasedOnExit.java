package io.tidemark.server.cli;

/**
 * Releases something once: when it is closed, or before that when the process is told to end. Thread-safe.
 */
final class ReleasedOnExit implements AutoCloseable {

    private final Runnable release;
    private final Thread whenKilled;
    private boolean isReleased;

    /**
     * From now on it is released when the process ends.
     *
     * @param thread name of the thread that does so then
     */
    ReleasedOnExit(String thread, Runnable release) {
        this.release = release;
        this.whenKilled = new Thread(this::releaseOnce, thread);
        Runtime.getRuntime().addShutdownHook(whenKilled);
    }

    @Override
    public void close() {
        releaseOnce();
        try {
            Runtime.getRuntime().removeShutdownHook(whenKilled);
        } catch (IllegalStateException e) {
            // The process is ending: the hook is what runs, or has run.
        }
    }

    private synchronized void releaseOnce() {
        if (!isReleased) {
            isReleased = true;
            release.run();
        }
    }
}
