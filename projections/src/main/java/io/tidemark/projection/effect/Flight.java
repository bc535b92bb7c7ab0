package io.tidemark.projection.effect;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A question to an effect from when it is asked until its answer is durable or has failed. Thread-safe.
 *
 * @param <O> outputs
 */
final class Flight<O> {

    final EffectKey key;
    final String input;
    final CompletableFuture<Answer<O>> answer = new CompletableFuture<>();
    volatile boolean replaces;
    private final AtomicBoolean isCounted = new AtomicBoolean();

    /**
     * What came back.
     *
     * @param value the output
     * @param row what is to be kept, or is kept already; {@code null} if it is not to be
     * @param isDurable whether the row is in the database
     */
    record Answer<O>(O value, @Nullable EffectRow row, boolean isDurable) {}

    Flight(EffectKey key, String input) {
        this.key = key;
        this.input = input;
    }

    /** Whether nobody has counted its row yet. */
    boolean countsNow() {
        return !replaces && isCounted.compareAndSet(false, true);
    }
}
