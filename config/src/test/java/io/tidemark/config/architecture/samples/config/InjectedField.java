package io.tidemark.config.architecture.samples.config;

import io.tidemark.config.architecture.samples.server.PlainServer;
import org.springframework.beans.factory.annotation.Autowired;

/** Breaks a rule on purpose. */
public final class InjectedField {

    @Autowired
    PlainServer server;
}
