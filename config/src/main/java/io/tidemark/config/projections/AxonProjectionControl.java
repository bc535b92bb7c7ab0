package io.tidemark.config.projections;

import io.tidemark.projection.lots.LotCacheProjection;
import io.tidemark.query.projections.ProjectionProgress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows and rebuilds the projections that Axon's processors of this node drive. Thread-safe. */
public final class AxonProjectionControl implements ProjectionControl, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AxonProjectionControl.class);

    private final EventProcessingConfiguration processors;
    private final ProjectionProgress progress;
    private final InstantSource clock;
    private final AtomicReference<@Nullable Rebuild> rebuild = new AtomicReference<>();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("tidemark-rebuild").daemon().factory());

    /** A control over the given processors. */
    public AxonProjectionControl(
            EventProcessingConfiguration processors, ProjectionProgress progress, InstantSource clock) {
        this.processors = processors;
        this.progress = progress;
        this.clock = clock;
    }

    @Override
    public List<ProjectionStatus> list() {
        return List.of(lots());
    }

    @Override
    public ResetResult reset(String name) {
        if (!LotCacheProjection.NAME.equals(name)) {
            return ResetResult.UNKNOWN;
        }
        lots();
        Rebuild started = new Rebuild(clock.instant(), progress.lots().headSeq());
        if (!rebuild.compareAndSet(null, started)) {
            return ResetResult.ALREADY_RUNNING;
        }
        worker.execute(() -> resetTokens(started));
        return ResetResult.STARTED;
    }

    private void resetTokens(Rebuild started) {
        StreamingEventProcessor processor = processor();
        try {
            processor.shutDown();
            processor.resetTokens(StreamableMessageSource::createTailToken);
            started.replaying = true;
        } catch (RuntimeException e) {
            LOG.error("projection '{}' could not be reset", LotCacheProjection.NAME, e);
            rebuild.compareAndSet(started, null);
        } finally {
            processor.start();
        }
    }

    private ProjectionStatus lots() {
        ProjectionProgress.Progress now = progress.lots();
        StreamingEventProcessor processor = processor();
        Rebuild running = rebuild.get();
        if (running != null && running.replaying && now.committedSeq() >= running.targetSeq) {
            rebuild.compareAndSet(running, null);
            running = null;
        }
        long processed = Math.max(now.committedSeq(), running != null && !running.replaying ? 0 : processed(processor));
        String error = error(processor);
        return new ProjectionStatus(
                LotCacheProjection.NAME,
                state(processor, running, error),
                processed,
                now.committedSeq(),
                Math.max(now.headSeq(), now.committedSeq()),
                running == null ? null : running.progress(now.committedSeq(), clock.instant()),
                error);
    }

    private static ProjectionStatus.State state(
            StreamingEventProcessor processor, @Nullable Rebuild running, @Nullable String error) {
        if (running != null) {
            return ProjectionStatus.State.REBUILDING;
        }
        if (error != null || processor.isError()) {
            return ProjectionStatus.State.FAILED;
        }
        return processor.isRunning() ? ProjectionStatus.State.RUNNING : ProjectionStatus.State.STOPPED;
    }

    private static long processed(StreamingEventProcessor processor) {
        return processor.processingStatus().values().stream()
                .mapToLong(status -> status.getCurrentPosition().orElse(0))
                .max()
                .orElse(0);
    }

    private static @Nullable String error(StreamingEventProcessor processor) {
        return processor.processingStatus().values().stream()
                .filter(EventTrackerStatus::isErrorState)
                .map(status -> "an event after seq "
                        + status.getCurrentPosition().orElse(0) + " cannot be applied; the log of the server says why")
                .findFirst()
                .orElse(null);
    }

    private StreamingEventProcessor processor() {
        return processors
                .eventProcessor(LotCacheProjection.NAME, StreamingEventProcessor.class)
                .orElseThrow(() -> new IllegalStateException(
                        "no processor drives the projection '" + LotCacheProjection.NAME + "'"));
    }

    @Override
    public void close() {
        worker.shutdown();
    }

    /** A rebuild that is under way. */
    private static final class Rebuild {
        private final Instant startedAt;
        private final long targetSeq;
        private volatile boolean replaying;

        Rebuild(Instant startedAt, long targetSeq) {
            this.startedAt = startedAt;
            this.targetSeq = targetSeq;
        }

        ProjectionStatus.Rebuild progress(long committedSeq, Instant now) {
            long seq = replaying ? committedSeq : 0;
            long millis = Math.max(1, Duration.between(startedAt, now).toMillis());
            long rate = seq * 1_000 / millis;
            return new ProjectionStatus.Rebuild(seq, targetSeq, rate, rate == 0 ? null : (targetSeq - seq) / rate);
        }
    }
}
