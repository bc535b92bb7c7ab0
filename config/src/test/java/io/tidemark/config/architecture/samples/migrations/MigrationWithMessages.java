package io.tidemark.config.architecture.samples.migrations;

import io.tidemark.config.architecture.samples.messages.PlainMessage;

/** Breaks a rule on purpose. */
public record MigrationWithMessages(PlainMessage message) {}
