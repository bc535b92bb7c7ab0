package io.tidemark.config.architecture.samples.messages.cycle;

import io.tidemark.config.architecture.samples.messages.cycle.there.There;

/** Sees a package that sees this one. */
public record CycleInmessages(There there) {}
