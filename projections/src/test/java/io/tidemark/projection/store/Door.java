package io.tidemark.projection.store;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Where a test holds up threads: open until it is closed, and then for those only whom the test lets in. Thread-safe. */
public final class Door {

    private static final long PATIENCE_SECONDS = 30;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean isOpen = true;
    private int permits;
    private int waiting;
    private int passed;

    /** From now on everybody waits. */
    public void close() {
        locked(() -> isOpen = false);
    }

    /** Lets everybody pass. */
    public void open() {
        locked(() -> {
            isOpen = true;
            permits = 0;
        });
    }

    /** Lets one pass, who waits already or is the next to come. */
    public void letOnePass() {
        locked(() -> permits++);
    }

    /** Whether somebody waits, and nobody has let him pass. */
    public boolean isHolding() {
        lock.lock();
        try {
            return !isOpen && waiting > permits;
        } finally {
            lock.unlock();
        }
    }

    /** Returns once somebody waits. */
    public void awaitSomebody() {
        await(() -> waiting > 0);
    }

    /** Returns once somebody has passed since the test began. */
    public void awaitSomebodyPassed() {
        await(() -> passed > 0);
    }

    private void await(BooleanSupplier condition) {
        lock.lock();
        try {
            long nanos = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (!condition.getAsBoolean()) {
                if (nanos <= 0) {
                    throw new AssertionError("nobody came");
                }
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            lock.unlock();
        }
    }

    /** Returns once the caller may pass. */
    public void pass() {
        lock.lock();
        try {
            waiting++;
            changed.signalAll();
            while (!isOpen && permits == 0) {
                changed.awaitUninterruptibly();
            }
            permits = Math.max(0, permits - 1);
            waiting--;
            passed++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
