package io.tidemark.bench.load;

import io.tidemark.bench.linux.CompilerTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Callers of whom each sends its next command when the last one was acknowledged. */
public final class ClosedLoop implements AutoCloseable {

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final LongAdder acknowledged = new LongAdder();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final List<Thread> callers = new ArrayList<>();
    private volatile boolean stopped;

    /** Starts so many callers, each with a workload of its own. */
    public ClosedLoop(int callers, ThreadFactory threads, Sender sender, Supplier<Workload> workloads) {
        for (int i = 0; i < callers; i++) {
            SplittableRandom random = new SplittableRandom(i);
            Workload workload = workloads.get();
            Thread caller = threads.newThread(() -> send(sender, workload, random));
            this.callers.add(caller);
        }
        this.callers.forEach(Thread::start);
    }

    /** Starts virtual threads as callers. */
    public static ClosedLoop ofVirtualThreads(int callers, Sender sender, Supplier<Workload> workloads) {
        return new ClosedLoop(callers, Thread.ofVirtual().name("caller-", 0).factory(), sender, workloads);
    }

    private void send(Sender sender, Workload workload, SplittableRandom random) {
        try {
            while (!stopped) {
                sender.send(workload.next(random));
                acknowledged.increment();
            }
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
            stopped = true;
        }
    }

    /** The callers' threads. */
    public List<Thread> callers() {
        return List.copyOf(callers);
    }

    /** Commands acknowledged so far. */
    public long acknowledged() {
        return acknowledged.sum();
    }

    /** Lets the load go on for a while. */
    public void goOn(Duration time) throws InterruptedException {
        Thread.sleep(time);
        requireAllAcknowledged();
    }

    /** Lets it go on until the code of this JVM is compiled; see {@link WarmUp}. */
    public void warmUp(WarmUp warmUp) throws InterruptedException {
        warmUp.run(this::goOn, CompilerTime::nanos);
    }

    /** Lets it go on until so many commands were acknowledged since its start, if they have not been yet. */
    public void goOnUntil(long commands) throws InterruptedException {
        goOnWhile(() -> acknowledged() < commands);
    }

    /** Lets it go on as long as something is so, looked at every now and then. */
    public <E extends Exception> void goOnWhile(Condition<E> condition) throws InterruptedException, E {
        while (condition.holds()) {
            goOn(LOOK_EVERY);
        }
    }

    private void requireAllAcknowledged() {
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("a command was not acknowledged", failed);
        }
    }

    /** Acknowledged commands a second over a while from now; see {@link Rate}. */
    public double rate(Duration time) throws InterruptedException {
        return Rate.of(this::acknowledged, time, this::goOn);
    }

    /**
     * Waits until every caller has its last answer.
     *
     * @throws IllegalStateException if a command was not acknowledged
     */
    @Override
    public void close() {
        stopped = true;
        callers.forEach(Threads::join);
        requireAllAcknowledged();
    }

    /**
     * Something that is so, or no longer.
     *
     * @param <E> what may go wrong in finding out
     */
    @FunctionalInterface
    public interface Condition<E extends Exception> {
        boolean holds() throws E;
    }
}
