package io.tidemark.config.architecture.samples.journal.cycle.there;

import io.tidemark.config.architecture.samples.journal.cycle.CycleInjournal;

/** Looks back. */
public record There(CycleInjournal back) {}
