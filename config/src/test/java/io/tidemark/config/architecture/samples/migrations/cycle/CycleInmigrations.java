package io.tidemark.config.architecture.samples.migrations.cycle;

import io.tidemark.config.architecture.samples.migrations.cycle.there.There;

/** Sees a package that sees this one. */
public record CycleInmigrations(There there) {}
