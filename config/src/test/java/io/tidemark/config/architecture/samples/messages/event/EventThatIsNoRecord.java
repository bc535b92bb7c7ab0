package io.tidemark.config.architecture.samples.messages.event;

/** Breaks a rule on purpose. */
public final class EventThatIsNoRecord implements AccountEvent {}
