package io.tidemark.bench.load;

import io.tidemark.messages.command.MovementCommand;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Sends a command and returns when it is acknowledged: stored on disk. Thread-safe. */
@FunctionalInterface
public interface Sender {

    /** Commands of {@link #sendAll} on their way at once. */
    int AT_A_TIME = 8;

    /**
     * Sends a command.
     *
     * @throws RuntimeException if it was not acknowledged; a benchmark of refusals would measure nothing
     */
    void send(MovementCommand command);

    /**
     * Sends commands, a few at a time, and returns when all are acknowledged.
     *
     * @throws java.util.concurrent.CompletionException if one was not acknowledged
     */
    default void sendAll(List<MovementCommand> commands) {
        try (ExecutorService senders = Executors.newFixedThreadPool(AT_A_TIME)) {
            CompletableFuture.allOf(commands.stream()
                            .map(command -> CompletableFuture.runAsync(() -> send(command), senders))
                            .toArray(CompletableFuture<?>[]::new))
                    .join();
        }
    }
}
