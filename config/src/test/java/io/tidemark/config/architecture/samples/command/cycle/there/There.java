package io.tidemark.config.architecture.samples.command.cycle.there;

import io.tidemark.config.architecture.samples.command.cycle.CycleIncommand;

/** Looks back. */
public record There(CycleIncommand back) {}
