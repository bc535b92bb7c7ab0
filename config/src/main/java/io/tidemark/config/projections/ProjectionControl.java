package io.tidemark.config.projections;

import java.util.List;

/** Shows the projections and rebuilds them from the journal. Safe to use from any thread. */
public interface ProjectionControl {

    /** What a request for a rebuild came to. */
    enum ResetResult {
        /** The rebuild began; from now on {@link #list()} shows the projection as rebuilding until it is done. */
        STARTED,
        /** A rebuild of that projection is under way already, here or on another node, and goes on. */
        ALREADY_RUNNING,
        /** No projection has that name. */
        UNKNOWN
    }

    /** What a request to give up a rebuild came to. */
    enum CancelResult {
        /** It was stopped, and what it had made is gone. */
        CANCELLED,
        /** This node had none. */
        NOT_RUNNING,
        /** No projection has that name. */
        UNKNOWN
    }

    /** All projections as they are now, by name. */
    List<ProjectionStatus> list();

    /**
     * Begins to rebuild a projection from nothing but the journal, and returns without waiting for it. The rows that are
     * there go on being read and followed until the new ones take their place.
     *
     * @param name name of the projection
     */
    default ResetResult reset(String name) {
        return reset(name, false);
    }

    /**
     * Begins a rebuild, as {@link #reset(String)} does.
     *
     * @param name name of the projection
     * @param isVerified whether to compare the new rows with the old ones first; if they differ, the old ones stay and
     *     {@link ProjectionStatus#error()} names the first table that differs
     */
    ResetResult reset(String name, boolean isVerified);

    /**
     * Gives up the rebuild of a projection, under way or left by a node that stopped.
     *
     * @param name name of the projection
     */
    CancelResult cancel(String name);
}
