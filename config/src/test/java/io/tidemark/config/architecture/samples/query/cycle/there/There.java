package io.tidemark.config.architecture.samples.query.cycle.there;

import io.tidemark.config.architecture.samples.query.cycle.CycleInquery;

/** Looks back. */
public record There(CycleInquery back) {}
