package io.tidemark.config.architecture.samples.command;

import org.axonframework.eventhandling.ResetHandler;

/** Breaks a rule on purpose. */
public final class CommandThatHandlesResets {

    /** In the wrong place. */
    @ResetHandler
    public void reset() {}
}
