package io.tidemark.config.architecture.samples.command.cycle;

import io.tidemark.config.architecture.samples.command.cycle.there.There;

/** Sees a package that sees this one. */
public record CycleIncommand(There there) {}
