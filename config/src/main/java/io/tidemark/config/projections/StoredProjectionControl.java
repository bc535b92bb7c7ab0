package io.tidemark.config.projections;

import io.tidemark.projection.live.LiveProjection;
import io.tidemark.projection.rebuild.RebuildProgress;
import io.tidemark.projection.rebuild.Rebuilds;
import io.tidemark.projection.store.ProjectionStore;
import io.tidemark.query.projections.ProjectionProgress;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.jspecify.annotations.Nullable;

/** Shows and rebuilds the projections that the projection store keeps and Axon's processors of this node drive. */
public final class StoredProjectionControl implements ProjectionControl {

    private final TreeMap<String, Rebuilds<?>> projections = new TreeMap<>();
    private final EventProcessingConfiguration processors;
    private final ProjectionProgress progress;

    /** A control over the given projections. */
    public StoredProjectionControl(
            Collection<? extends Rebuilds<?>> projections,
            EventProcessingConfiguration processors,
            ProjectionProgress progress) {
        projections.forEach(rebuilds -> this.projections.put(name(rebuilds), rebuilds));
        this.processors = processors;
        this.progress = progress;
    }

    @Override
    public List<ProjectionStatus> list() {
        return projections.values().stream().map(this::status).toList();
    }

    @Override
    public ResetResult reset(String name, boolean isVerified) {
        Rebuilds<?> rebuilds = projections.get(name);
        if (rebuilds == null) {
            return ResetResult.UNKNOWN;
        }
        return rebuilds.start(isVerified) ? ResetResult.STARTED : ResetResult.ALREADY_RUNNING;
    }

    @Override
    public CancelResult cancel(String name) {
        Rebuilds<?> rebuilds = projections.get(name);
        if (rebuilds == null) {
            return CancelResult.UNKNOWN;
        }
        rebuilds.stop();
        return rebuilds.drop() ? CancelResult.CANCELLED : CancelResult.NOT_RUNNING;
    }

    private ProjectionStatus status(Rebuilds<?> rebuilds) {
        // Asked before the watermark: once a rebuild is over, the rows that are seen are those that it made.
        RebuildProgress rebuild = rebuilds.progress().orElse(null);
        LiveProjection<?> live = rebuilds.live();
        ProjectionProgress.Progress now = progress.of(name(rebuilds));
        ProjectionStore<?> store = live.store();
        StreamingEventProcessor processor = processor(name(rebuilds));
        String failure = failure(live, processor, now.committedSeq());
        return new ProjectionStatus(
                name(rebuilds),
                state(processor, rebuild, failure),
                Math.max(now.committedSeq(), store == null ? 0 : store.processed()),
                now.committedSeq(),
                Math.max(now.headSeq(), now.committedSeq()),
                rebuild == null ? null : shown(rebuild),
                failure == null ? rebuilds.lastError() : failure);
    }

    private static ProjectionStatus.Rebuild shown(RebuildProgress rebuild) {
        return new ProjectionStatus.Rebuild(
                rebuild.seq(), rebuild.targetSeq(), rebuild.eventsPerSecond(), rebuild.etaSeconds());
    }

    private static ProjectionStatus.State state(
            StreamingEventProcessor processor, @Nullable RebuildProgress rebuild, @Nullable String failure) {
        if (rebuild != null) {
            return ProjectionStatus.State.REBUILDING;
        }
        if (failure != null) {
            return ProjectionStatus.State.FAILED;
        }
        return processor.isRunning() ? ProjectionStatus.State.RUNNING : ProjectionStatus.State.STOPPED;
    }

    private static @Nullable String failure(
            LiveProjection<?> live, StreamingEventProcessor processor, long committedSeq) {
        if (live.failure() != null) {
            return "nothing after seq " + committedSeq
                    + " becomes durable; the log of the server says why, and a reset tries anew";
        }
        if (live.waits().isAt(committedSeq)) {
            return "nothing after seq " + committedSeq
                    + " becomes durable until an effect has an answer; the log of the server says which";
        }
        return processor.processingStatus().values().stream()
                .filter(EventTrackerStatus::isErrorState)
                .map(status -> "an event after seq "
                        + status.getCurrentPosition().orElse(0) + " cannot be applied; the log of the server says why")
                .findFirst()
                .orElse(null);
    }

    private StreamingEventProcessor processor(String name) {
        return processors
                .eventProcessor(name, StreamingEventProcessor.class)
                .orElseThrow(() -> new IllegalStateException("no processor drives the projection '" + name + "'"));
    }

    private static String name(Rebuilds<?> rebuilds) {
        return rebuilds.live().definition().name();
    }
}
