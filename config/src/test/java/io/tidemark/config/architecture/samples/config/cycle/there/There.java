package io.tidemark.config.architecture.samples.config.cycle.there;

import io.tidemark.config.architecture.samples.config.cycle.CycleInconfig;

/** Looks back. */
public record There(CycleInconfig back) {}
