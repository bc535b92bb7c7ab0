package io.tidemark.config.architecture.samples.projection;

import io.tidemark.config.architecture.samples.query.PlainQuery;

/** Breaks a rule on purpose. */
public record ProjectionWithQuery(PlainQuery query) {}
