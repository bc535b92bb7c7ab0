package io.tidemark.config.architecture.samples.command.domain;

import org.axonframework.commandhandling.CommandBus;

/** Breaks a rule on purpose. */
public record DomainWithAxon(CommandBus bus) {}
