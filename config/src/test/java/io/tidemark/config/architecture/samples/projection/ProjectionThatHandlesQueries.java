package io.tidemark.config.architecture.samples.projection;

import io.tidemark.config.architecture.samples.messages.PlainMessage;
import org.axonframework.queryhandling.QueryHandler;

/** Breaks a rule on purpose. */
public final class ProjectionThatHandlesQueries {

    /** In the wrong place. */
    @QueryHandler
    public String answer(PlainMessage query) {
        return query.text();
    }
}
