package io.tidemark.config.architecture.samples.command;

import io.tidemark.config.architecture.samples.projection.PlainProjection;

/** Breaks a rule on purpose. */
public record CommandWithProjection(PlainProjection projection) {}
