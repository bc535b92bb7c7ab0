package io.tidemark.server.health;

import io.tidemark.config.projections.ProjectionControl;
import io.tidemark.config.projections.ProjectionStatus;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/**
 * Down while a projection has failed: commands are still taken and reads go on, but what they show grows old. Thread-safe.
 */
@Component("projections")
public final class ProjectionsHealthIndicator extends AbstractHealthIndicator {

    private final ProjectionControl projections;

    /** The health of the given projections. */
    public ProjectionsHealthIndicator(ProjectionControl projections) {
        super("the projections cannot be asked");
        this.projections = projections;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.up();
        for (ProjectionStatus status : projections.list()) {
            builder.withDetail(status.name(), status.state().code());
            if (status.state() == ProjectionStatus.State.FAILED) {
                builder.down();
            }
        }
    }
}
