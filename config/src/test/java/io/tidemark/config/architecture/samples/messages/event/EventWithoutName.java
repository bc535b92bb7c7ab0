package io.tidemark.config.architecture.samples.messages.event;

/** Breaks a rule on purpose. */
public record EventWithoutName(String text) implements AccountEvent {}
