package io.tidemark.config.architecture.samples.command.domain;

/** Breaks a rule on purpose. */
public final class DomainWithStopwatch {

    /** Measures. */
    public long nanos() {
        return System.nanoTime();
    }
}
