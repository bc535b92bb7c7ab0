package io.tidemark.config.projections;

import io.tidemark.projection.rebuild.Rebuilds;
import java.util.Collection;
import java.util.List;
import org.springframework.context.SmartLifecycle;

/**
 * Takes up rebuilds once everything runs, and stops them before anything else stops. A rebuild that is stopped goes on at
 * the next start. Thread-safe.
 */
public final class ProjectionsLifecycle implements SmartLifecycle {

    private final List<Rebuilds<?>> projections;
    private volatile boolean isRunning;

    /** The life of the rebuilds of some projections. */
    public ProjectionsLifecycle(Collection<? extends Rebuilds<?>> projections) {
        this.projections = List.copyOf(projections);
    }

    @Override
    public void start() {
        projections.forEach(Rebuilds::startIfNeeded);
        isRunning = true;
    }

    @Override
    public void stop() {
        isRunning = false;
        projections.forEach(Rebuilds::stop);
    }

    @Override
    public boolean isRunning() {
        return isRunning;
    }
}
