package io.tidemark.config.architecture.samples.messages.event;

/** What an event is below the samples. */
public interface AccountEvent {}
