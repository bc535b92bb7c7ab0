package io.tidemark.bench.load;

/** What callers and writers end with. */
public final class Threads {

    private Threads() {}

    /** Waits for a thread's end, also when interrupted; the interrupt is kept for later. */
    public static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
