package io.tidemark.config.architecture.samples.config;

import io.tidemark.config.architecture.samples.server.PlainServer;

/** Breaks a rule on purpose. */
public record ConfigWithServer(PlainServer server) {}
