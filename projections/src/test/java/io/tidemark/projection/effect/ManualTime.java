package io.tidemark.projection.effect;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Time that passes when a test says so. Thread-safe. */
final class ManualTime implements EffectTime {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long nanos;
    private int sleepers;

    void pass(Duration time) {
        lock.lock();
        try {
            nanos += time.toNanos();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns once so many threads sleep. */
    void awaitSleepers(int count) throws InterruptedException {
        lock.lock();
        try {
            while (sleepers != count) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long nanos() {
        lock.lock();
        try {
            return nanos;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void sleep(long sleepNanos) throws InterruptedException {
        if (sleepNanos == 0) {
            return;
        }
        lock.lock();
        try {
            long end = nanos + sleepNanos;
            sleepers++;
            changed.signalAll();
            while (nanos < end) {
                changed.await();
            }
            sleepers--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
