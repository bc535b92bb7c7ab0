package io.tidemark.config.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tidemark.projection.effect.Effect;
import io.tidemark.projection.effect.EffectMetrics;
import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The meters of effects, each tagged with the name of its effect; {@code docs/metrics.md} says what they mean.
 * Thread-safe.
 */
final class EffectMeters implements MeterBinder {

    private static final String PREFIX = "tidemark.effect.";
    private static final String TAG = "effect";
    private static final double NANOS_A_SECOND = 1e9;

    private final List<Effect<?, ?>> effects;

    EffectMeters(Collection<? extends Effect<?, ?>> effects) {
        this.effects = List.copyOf(effects);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        effects.forEach(effect -> bind(registry, effect.options().name(), effect.metrics()));
    }

    private static void bind(MeterRegistry registry, String effect, EffectMetrics metrics) {
        Binding meters = new Binding(registry, effect, metrics);
        meters.counter("calls", "calls that were begun", EffectMetrics::calls);
        meters.counter("failures", "calls that failed or took too long", EffectMetrics::failures);
        meters.hits("memory", EffectMetrics::memoryHits);
        meters.hits("in_flight", EffectMetrics::inFlightHits);
        meters.hits("database", EffectMetrics::databaseHits);
        meters.counter("invalidations", "kept answers that are not valid any more", EffectMetrics::invalidations);
        meters.seconds("call.time", "time that calls took", EffectMetrics::callNanos);
        meters.seconds("wait.time", "time that calls waited for their turn", EffectMetrics::waitNanos);
        meters.gauge("active", "calls that are under way", EffectMetrics::active);
        meters.gauge("queued", "inputs that wait to be called for", EffectMetrics::queued);
        meters.gauge("stored", "kept answers", EffectMetrics::stored);
    }

    /** The meters of one effect. */
    private record Binding(MeterRegistry registry, String effect, EffectMetrics metrics) {

        void counter(String meter, String what, ToDoubleFunction<EffectMetrics> value) {
            FunctionCounter.builder(PREFIX + meter, metrics, value)
                    .description(what)
                    .tag(TAG, effect)
                    .register(registry);
        }

        void hits(String where, ToDoubleFunction<EffectMetrics> value) {
            FunctionCounter.builder(PREFIX + "hits", metrics, value)
                    .description("questions that needed no call of their own")
                    .tag(TAG, effect)
                    .tag("where", where)
                    .register(registry);
        }

        void seconds(String meter, String what, ToDoubleFunction<EffectMetrics> nanos) {
            FunctionCounter.builder(PREFIX + meter, metrics, m -> nanos.applyAsDouble(m) / NANOS_A_SECOND)
                    .description(what)
                    .baseUnit("seconds")
                    .tag(TAG, effect)
                    .register(registry);
        }

        void gauge(String meter, String what, ToDoubleFunction<EffectMetrics> value) {
            Gauge.builder(PREFIX + meter, metrics, value)
                    .description(what)
                    .tag(TAG, effect)
                    .strongReference(true)
                    .register(registry);
        }
    }
}
