package io.tidemark.config.architecture.samples.messages;

import java.io.Serializable;

/** Breaks a rule on purpose. */
public record SerializableMessage(String text) implements Serializable {}
