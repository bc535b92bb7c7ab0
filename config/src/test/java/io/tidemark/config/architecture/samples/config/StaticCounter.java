package io.tidemark.config.architecture.samples.config;

import java.util.concurrent.atomic.AtomicLong;

/** Breaks a rule on purpose. */
public final class StaticCounter {

    /** Counts for everybody. */
    static final AtomicLong COUNT = new AtomicLong();

    private StaticCounter() {}
}
