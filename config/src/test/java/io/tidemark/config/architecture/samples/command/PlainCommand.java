package io.tidemark.config.architecture.samples.command;

/** Keeps the rules; the others use it. */
public record PlainCommand(String name) {}
