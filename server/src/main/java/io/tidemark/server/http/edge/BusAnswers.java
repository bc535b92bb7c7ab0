package io.tidemark.server.http.edge;

import io.tidemark.server.http.problem.Problem;
import io.tidemark.server.http.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what the buses answer; the waiting threads are virtual. */
public final class BusAnswers {

    private BusAnswers() {}

    /**
     * What was answered.
     *
     * @param answer the promise of it
     * @param patience how long to wait
     * @param otherwise the problem when it takes longer
     * @throws CompletionException with the failure as its cause if there was one
     */
    public static <T> T of(CompletableFuture<T> answer, Duration patience, Problem otherwise) {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        } catch (TimeoutException e) {
            throw new ProblemException(otherwise);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(otherwise);
        }
    }
}
