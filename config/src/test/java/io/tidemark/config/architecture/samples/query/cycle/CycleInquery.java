package io.tidemark.config.architecture.samples.query.cycle;

import io.tidemark.config.architecture.samples.query.cycle.there.There;

/** Sees a package that sees this one. */
public record CycleInquery(There there) {}
