package io.tidemark.config.architecture.samples.messages;

/** Keeps the rules; the others use it. */
public record PlainMessage(String text) {}
