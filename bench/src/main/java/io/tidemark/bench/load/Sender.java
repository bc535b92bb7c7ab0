package io.tidemark.bench.load;

import io.tidemark.messages.command.MovementCommand;

/** Sends a command and returns when it is acknowledged: stored on disk. Thread-safe. */
@FunctionalInterface
public interface Sender {

    /**
     * Sends a command.
     *
     * @throws RuntimeException if it was not acknowledged; a benchmark of refusals would measure nothing
     */
    void send(MovementCommand command);
}
