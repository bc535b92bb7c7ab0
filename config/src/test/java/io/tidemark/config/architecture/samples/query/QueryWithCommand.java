package io.tidemark.config.architecture.samples.query;

import io.tidemark.config.architecture.samples.command.PlainCommand;

/** Breaks a rule on purpose. */
public record QueryWithCommand(PlainCommand command) {}
