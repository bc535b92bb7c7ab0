package io.tidemark.config.architecture.samples.messages;

import org.axonframework.commandhandling.CommandBus;

/** Breaks a rule on purpose. */
public record MessageWithBus(CommandBus bus) {}
