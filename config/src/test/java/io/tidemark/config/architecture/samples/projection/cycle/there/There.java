package io.tidemark.config.architecture.samples.projection.cycle.there;

import io.tidemark.config.architecture.samples.projection.cycle.CycleInprojection;

/** Looks back. */
public record There(CycleInprojection back) {}
