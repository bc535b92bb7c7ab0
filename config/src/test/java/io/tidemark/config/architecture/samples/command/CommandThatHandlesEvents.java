package io.tidemark.config.architecture.samples.command;

import io.tidemark.config.architecture.samples.messages.PlainMessage;
import org.axonframework.eventhandling.EventHandler;

/** Breaks a rule on purpose. */
public final class CommandThatHandlesEvents {

    /** In the wrong place. */
    @EventHandler
    public void on(PlainMessage event) {}
}
