package io.tidemark.config.projections;

import java.util.List;

/** Shows the projections and rebuilds them from the journal. Safe to use from any thread. */
public interface ProjectionControl {

    /** What a request for a rebuild came to. */
    enum ResetResult {
        /** The rebuild began; from now on {@link #list()} shows the projection as rebuilding until it is done. */
        STARTED,
        /** A rebuild of that projection is under way already, and goes on. */
        ALREADY_RUNNING,
        /** No projection has that name. */
        UNKNOWN
    }

    /** All projections as they are now, by name. */
    List<ProjectionStatus> list();

    /**
     * Begins to rebuild a projection from nothing but the journal, and returns without waiting for it.
     *
     * @param name name of the projection
     */
    ResetResult reset(String name);
}
