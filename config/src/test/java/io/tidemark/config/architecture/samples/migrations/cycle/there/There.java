package io.tidemark.config.architecture.samples.migrations.cycle.there;

import io.tidemark.config.architecture.samples.migrations.cycle.CycleInmigrations;

/** Looks back. */
public record There(CycleInmigrations back) {}
