package io.tidemark.projection.effect;

import io.tidemark.projection.effect.Flight.Answer;
import io.tidemark.projection.store.Tables;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A call to the world outside whose answers are kept. One object a process: all stores that ask it share its questions under
 * way, its limits and its figures. Thread-safe.
 *
 * @param <I> inputs
 * @param <O> outputs
 */
public final class Effect<I, O> {

    private static final int LONGEST_DOUBLING = 10;

    private final EffectOptions<I, O> options;
    private final EffectHandler<I, O> handler;
    private final EffectTime time;
    private final EffectMetrics metrics = new EffectMetrics();
    private final ConcurrentHashMap<EffectKey, Flight<O>> flights = new ConcurrentHashMap<>();
    private final RateWindow window;
    private final Semaphore atOnce;

    Effect(EffectOptions<I, O> options, EffectHandler<I, O> handler, EffectTime time) {
        this.options = options;
        this.handler = handler;
        this.time = time;
        this.window = new RateWindow(options.rateLimit());
        this.atOnce = new Semaphore(options.callsAtOnce(), true);
    }

    /** An effect that nobody has asked yet. */
    public static <I, O> Effect<I, O> createEffect(EffectOptions<I, O> options, EffectHandler<I, O> handler) {
        return new Effect<>(options, handler, EffectTime.REAL);
    }

    /** What it is called, takes and gives. */
    public EffectOptions<I, O> options() {
        return options;
    }

    /** What it has done. */
    public EffectMetrics metrics() {
        return metrics;
    }

    /**
     * The effect as a handler of a projection asks it, which has {@link EffectTables#answers} among its tables.
     *
     * @throws io.tidemark.projection.store.StorageException if the storage cannot be read
     */
    public EffectReader<I, O> over(Tables tables) {
        return new EffectReader<>(this, tables.shared(EffectTables.ROWS));
    }

    /** The question that is under way for the key: the given one, if there was none. */
    Flight<O> board(Flight<O> flight) {
        Flight<O> other = flights.putIfAbsent(flight.key, flight);
        return other == null ? flight : other;
    }

    /** The answer is durable, or is not to be: who asks from now on finds it there or calls again. */
    void landed(Flight<O> flight) {
        flights.remove(flight.key, flight);
    }

    /** Ends a question without an answer, which nobody remembers. */
    void failed(Flight<O> flight, Throwable reason) {
        landed(flight);
        flight.answer.completeExceptionally(reason);
    }

    /** Calls for the answer, as soon as there is a place for the call. Returns at once. */
    void start(Flight<O> flight, I input) {
        metrics.enqueued();
        Thread.ofVirtual().name("tidemark-effect-" + options.name()).start(() -> run(flight, input));
    }

    private void run(Flight<O> flight, I input) {
        try {
            flight.answer.complete(untilAnswered(flight, input));
        } catch (Throwable e) {
            failed(flight, e);
        }
    }

    private Answer<O> untilAnswered(Flight<O> flight, I input) throws InterruptedException {
        boolean isQueued = true;
        atOnce.acquire();
        try {
            for (int attempt = 1; ; attempt++) {
                long nanos = window.reserve(time.nanos());
                time.sleep(nanos);
                metrics.waited(nanos);
                if (isQueued) {
                    isQueued = false;
                    metrics.dequeued();
                }
                try {
                    return call(flight, input, new EffectCall(attempt, options.isCached()));
                } catch (ExecutionException | TimeoutException e) {
                    if (attempt == options.attempts()) {
                        throw failure(e);
                    }
                }
                time.sleep(options.firstPause().toNanos() << Math.min(attempt - 1, LONGEST_DOUBLING));
            }
        } finally {
            atOnce.release();
            if (isQueued) {
                metrics.dequeued();
            }
        }
    }

    private Answer<O> call(Flight<O> flight, I input, EffectCall call)
            throws InterruptedException, ExecutionException, TimeoutException {
        long start = time.nanos();
        metrics.began();
        boolean isAnswered = false;
        FutureTask<Answer<O>> task = new FutureTask<>(() -> answer(flight, handler.call(input, call), call));
        try {
            Thread.ofVirtual().name("tidemark-call-" + options.name()).start(task);
            Answer<O> answer = task.get(options.timeout().toNanos(), TimeUnit.NANOSECONDS);
            isAnswered = true;
            return answer;
        } finally {
            task.cancel(true);
            metrics.ended(time.nanos() - start, isAnswered);
        }
    }

    /** An answer is used as it will be read again, so the first fold comes to what every later one does. */
    private Answer<O> answer(Flight<O> flight, O output, EffectCall call) {
        if (!call.isKept()) {
            return new Answer<>(output, null, false);
        }
        String text = StorableText.of(options.output().write(output));
        EffectRow row = new EffectRow(flight.key, flight.input, options.version(), text, 0);
        return new Answer<>(options.output().read(text), row, false);
    }

    private EffectFailedException failure(Exception reason) {
        if (reason instanceof TimeoutException) {
            return new EffectFailedException(options.name(), "nothing came within " + options.timeout(), reason);
        }
        Throwable cause = reason.getCause() == null ? reason : reason.getCause();
        return new EffectFailedException(options.name(), String.valueOf(cause.getMessage()), cause);
    }
}
