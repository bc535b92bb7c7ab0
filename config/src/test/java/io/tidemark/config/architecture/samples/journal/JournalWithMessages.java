package io.tidemark.config.architecture.samples.journal;

import io.tidemark.config.architecture.samples.messages.PlainMessage;

/** Breaks a rule on purpose. */
public record JournalWithMessages(PlainMessage message) {}
