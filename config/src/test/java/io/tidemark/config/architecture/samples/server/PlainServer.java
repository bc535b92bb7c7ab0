package io.tidemark.config.architecture.samples.server;

/** Keeps the rules; the others use it. */
public record PlainServer(String name) {}
