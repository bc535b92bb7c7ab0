package io.tidemark.config.architecture.samples.query;

import io.tidemark.config.architecture.samples.messages.PlainMessage;
import org.axonframework.commandhandling.CommandHandler;

/** Breaks a rule on purpose. */
public final class QueryThatHandlesCommands {

    /** In the wrong place. */
    @CommandHandler
    public void handle(PlainMessage command) {}
}
