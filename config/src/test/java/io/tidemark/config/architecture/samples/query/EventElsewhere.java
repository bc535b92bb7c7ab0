package io.tidemark.config.architecture.samples.query;

import io.tidemark.config.architecture.samples.messages.event.AccountEvent;

/** Breaks a rule on purpose. */
public record EventElsewhere(String text) implements AccountEvent {}
