package io.tidemark.config.architecture.samples.journal.cycle;

import io.tidemark.config.architecture.samples.journal.cycle.there.There;

/** Sees a package that sees this one. */
public record CycleInjournal(There there) {}
