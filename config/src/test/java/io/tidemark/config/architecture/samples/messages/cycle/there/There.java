package io.tidemark.config.architecture.samples.messages.cycle.there;

import io.tidemark.config.architecture.samples.messages.cycle.CycleInmessages;

/** Looks back. */
public record There(CycleInmessages back) {}
