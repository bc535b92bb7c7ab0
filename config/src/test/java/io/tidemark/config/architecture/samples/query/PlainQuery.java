package io.tidemark.config.architecture.samples.query;

/** Keeps the rules; the others use it. */
public record PlainQuery(String name) {}
