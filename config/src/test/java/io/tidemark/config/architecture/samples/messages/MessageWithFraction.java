package io.tidemark.config.architecture.samples.messages;

/** Breaks a rule on purpose. */
public record MessageWithFraction(double amount) {}
