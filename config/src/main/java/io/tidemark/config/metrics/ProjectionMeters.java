package io.tidemark.config.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tidemark.projection.live.LiveProjection;
import io.tidemark.projection.rebuild.Rebuilds;
import io.tidemark.projection.store.ProjectionStore;
import io.tidemark.projection.store.StoreMetrics;
import io.tidemark.query.projections.ProjectionProgress;
import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The meters of projections, each tagged with the name of its projection; {@code docs/metrics.md} says what they mean.
 * Those of a store are NaN on a node that does not follow the projection. Thread-safe.
 */
final class ProjectionMeters implements MeterBinder {

    private static final String PREFIX = "tidemark.projection.";
    private static final String TAG = "projection";
    private static final double NANOS_A_SECOND = 1e9;

    private final List<Rebuilds<?>> projections;
    private final ProjectionProgress progress;

    ProjectionMeters(Collection<? extends Rebuilds<?>> projections, ProjectionProgress progress) {
        this.projections = List.copyOf(projections);
        this.progress = progress;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        projections.forEach(rebuilds -> new Binding(registry, rebuilds).bind());
    }

    /** The meters of one projection. */
    private final class Binding {

        private final MeterRegistry registry;
        private final Rebuilds<?> rebuilds;
        private final LiveProjection<?> live;
        private final String name;

        Binding(MeterRegistry registry, Rebuilds<?> rebuilds) {
            this.registry = registry;
            this.rebuilds = rebuilds;
            this.live = rebuilds.live();
            this.name = live.definition().name();
        }

        void bind() {
            store("objects", "rows in memory, those that are being written included", ProjectionStore::objects);
            store("bytes", "estimated bytes of those rows", ProjectionStore::bytes);
            store("queue.depth", "runs of batches that wait for the writer", ProjectionStore::queueDepth);
            store("position.processed", "last seq in memory", ProjectionStore::processed);
            store("position.committed", "last seq that is durable", ProjectionStore::committed);
            gauge("lag", "events of the journal that are not durable in the rows", p -> lag());
            gauge("failed", "1 once it can make nothing more durable", p -> p.failure() == null ? 0 : 1);
            gauge(
                    "rebuild.position",
                    "last seq that the rebuild of this node has folded; NaN without one",
                    p -> rebuilds.progress()
                            .map(running -> (double) running.seq())
                            .orElse(Double.NaN));
            counter("evictions", "rows that left memory", "tier", "finished", StoreMetrics::evictedFinished);
            counter("evictions", "rows that left memory", "tier", "committed", StoreMetrics::evictedCommitted);
            counter("evictions", "rows that left memory", "tier", "loaded", StoreMetrics::evictedLoaded);
            counter("reads", "reads of rows by handlers", "result", "hit", StoreMetrics::hits);
            counter("reads", "reads of rows by handlers", "result", "miss", StoreMetrics::misses);
            counter("loads", "queries for rows by key", StoreMetrics::loads);
            counter("loaded.keys", "keys in those queries", StoreMetrics::loadedKeys);
            counter("events", "events that were processed", StoreMetrics::events);
            counter("batches", "batches that were processed", StoreMetrics::batches);
            counter("writes", "writes that became durable", StoreMetrics::writes);
            counter("written.batches", "batches in those writes", StoreMetrics::writtenBatches);
            counter("written.rows", "rows in those writes", StoreMetrics::writtenRows);
            counter("retries", "writes that were tried again", StoreMetrics::retries);
            counter("waits", "times that processing waited for the writer", StoreMetrics::waits);
            seconds("stall", "time that processing spent on making room", StoreMetrics::stallNanos);
            seconds("write.time", "time that writes took", StoreMetrics::writeNanos);
        }

        private double lag() {
            try {
                ProjectionProgress.Progress now = progress.of(name);
                return Math.max(0, now.headSeq() - now.committedSeq());
            } catch (RuntimeException e) {
                return Double.NaN;
            }
        }

        private void store(String meter, String what, ToDoubleFunction<ProjectionStore<?>> value) {
            gauge(meter, what, p -> {
                ProjectionStore<?> store = p.store();
                return store == null ? Double.NaN : value.applyAsDouble(store);
            });
        }

        private void gauge(String meter, String what, ToDoubleFunction<LiveProjection<?>> value) {
            Gauge.builder(PREFIX + meter, live, value::applyAsDouble)
                    .description(what)
                    .tag(TAG, name)
                    .strongReference(true)
                    .register(registry);
        }

        private void counter(String meter, String what, ToDoubleFunction<StoreMetrics> value) {
            FunctionCounter.builder(PREFIX + meter, live.metrics(), value)
                    .description(what)
                    .tag(TAG, name)
                    .register(registry);
        }

        private void counter(
                String meter, String what, String tag, String tagValue, ToDoubleFunction<StoreMetrics> value) {
            FunctionCounter.builder(PREFIX + meter, live.metrics(), value)
                    .description(what)
                    .tag(TAG, name)
                    .tag(tag, tagValue)
                    .register(registry);
        }

        private void seconds(String meter, String what, ToDoubleFunction<StoreMetrics> nanos) {
            FunctionCounter.builder(PREFIX + meter, live.metrics(), m -> nanos.applyAsDouble(m) / NANOS_A_SECOND)
                    .description(what)
                    .baseUnit("seconds")
                    .tag(TAG, name)
                    .register(registry);
        }
    }
}
