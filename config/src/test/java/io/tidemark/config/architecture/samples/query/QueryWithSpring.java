package io.tidemark.config.architecture.samples.query;

import org.springframework.stereotype.Component;

/** Breaks a rule on purpose. */
@Component
public final class QueryWithSpring {}
