package io.tidemark.projection.effect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** Where the answers of questions arrive, and the news that nobody needs them any more. Thread-safe. */
final class Arrivals<O> {

    private final LinkedBlockingQueue<Optional<Flight<O>>> queue = new LinkedBlockingQueue<>();

    /** The question will arrive here once it is answered or has failed. */
    void expect(Flight<O> flight) {
        CompletableFuture<?> unused = flight.answer.whenComplete((answer, failure) -> queue.add(Optional.of(flight)));
    }

    /** From now on nobody waits. */
    void end() {
        queue.add(Optional.empty());
    }

    /**
     * Waits for the next that arrives, and takes those that have arrived by then as well.
     *
     * @throws EffectFailedException if it is over, or the thread is interrupted
     */
    List<Flight<O>> take(String effect) {
        List<Optional<Flight<O>>> taken = new ArrayList<>();
        try {
            taken.add(queue.take());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EffectFailedException(effect, "nobody waits for it any more", e);
        }
        queue.drainTo(taken);
        List<Flight<O>> come = new ArrayList<>();
        for (Optional<Flight<O>> next : taken) {
            if (next.isEmpty()) {
                end();
                throw new EffectFailedException(effect, "nobody waits for it any more", null);
            }
            come.add(next.get());
        }
        return come;
    }
}
