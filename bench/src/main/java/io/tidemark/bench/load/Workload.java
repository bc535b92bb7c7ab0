package io.tidemark.bench.load;

import io.tidemark.messages.command.MovementCommand;
import java.util.random.RandomGenerator;

/** What one caller sends. Used by one thread. */
@FunctionalInterface
public interface Workload {

    /** The next command. */
    MovementCommand next(RandomGenerator random);
}
