package io.tidemark.config.architecture.samples.projection.cycle;

import io.tidemark.config.architecture.samples.projection.cycle.there.There;

/** Sees a package that sees this one. */
public record CycleInprojection(There there) {}
