package io.tidemark.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Callers who send at given times whatever became of the commands before. A latency counts from when a command should
 * have been sent, so a caller that is held up does not hide how long the next ones waited.
 */
public final class OpenLoop {

    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final int DIGITS = 3;

    private OpenLoop() {}

    /**
     * Sends at a fixed rate.
     *
     * @param callers virtual threads that share the rate
     * @param perSecond commands a second, all callers together
     * @param warmUp how long latencies are not recorded at the start
     * @param measured how long they are at least; a load so slow that nothing was sent in that time goes on to its next
     * @return latencies in nanoseconds
     */
    public static Histogram latencies(
            int callers, double perSecond, Duration warmUp, Duration measured, Sender sender, Workload workload) {
        return latencies(callers, perSecond, warmUp, measured, random -> sender.send(workload.next(random)));
    }

    /**
     * Does something at a fixed rate.
     *
     * @param call is done when it returns
     */
    public static Histogram latencies(
            int callers, double perSecond, Duration warmUp, Duration measured, Consumer<RandomGenerator> call) {
        Histogram latencies = new ConcurrentHistogram(LONGEST_NANOS, DIGITS);
        AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
        double interval = callers * 1e9 / perSecond;
        long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
        long recordFrom = start + warmUp.toNanos();
        long end = recordFrom + measured.toNanos();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            SplittableRandom random = new SplittableRandom(i);
            double first = start + interval * i / callers;
            threads.add(Thread.ofVirtual().name("paced-caller-" + i).start(() -> {
                try {
                    for (long turn = 0; ; turn++) {
                        long due = (long) (first + turn * interval);
                        boolean isOver = due - end >= 0 && latencies.getTotalCount() > 0;
                        if (isOver || failure.get() != null) {
                            return;
                        }
                        waitUntil(due);
                        call.accept(random);
                        if (due - recordFrom >= 0) {
                            latencies.recordValue(Math.min(LONGEST_NANOS, System.nanoTime() - due));
                        }
                    }
                } catch (RuntimeException e) {
                    failure.compareAndSet(null, e);
                }
            }));
        }
        threads.forEach(Threads::join);
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("a call was not answered", failed);
        }
        return latencies;
    }

    private static void waitUntil(long nanoTime) {
        long left = nanoTime - System.nanoTime();
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = nanoTime - System.nanoTime();
        }
    }
}
