package io.tidemark.config.architecture.samples.projection;

/** Keeps the rules; the others use it. */
public record PlainProjection(String name) {}
