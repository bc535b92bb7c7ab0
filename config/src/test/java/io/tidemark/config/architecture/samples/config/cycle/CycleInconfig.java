package io.tidemark.config.architecture.samples.config.cycle;

import io.tidemark.config.architecture.samples.config.cycle.there.There;

/** Sees a package that sees this one. */
public record CycleInconfig(There there) {}
