package io.tidemark.config.architecture.samples.query;

import java.time.Instant;
import java.util.function.Supplier;

/** Breaks a rule on purpose. */
public final class QueryWithClock {

    /** Asks for the time, by reference. */
    public Supplier<Instant> clock() {
        return Instant::now;
    }
}
