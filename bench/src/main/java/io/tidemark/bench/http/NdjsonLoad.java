package io.tidemark.bench.http;

import io.tidemark.bench.load.Rate;
import io.tidemark.bench.load.Threads;
import io.tidemark.bench.load.Workload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Connections over each of which request follows on request to {@code POST /v1/movements}, each with many messages, one a
 * line. A message counts when its own line of the answer has come and says that it was applied now.
 */
public final class NdjsonLoad implements AutoCloseable {

    /** No text in JSON holds it, for its quotes would be escaped. */
    private static final String APPLIED = "\"status\":201,";

    private final URI movements;
    private final int messages;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final LongAdder applied = new LongAdder();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final List<Thread> connections = new ArrayList<>();
    private volatile boolean stopped;

    /**
     * Starts to send.
     *
     * @param server where the server answers
     * @param connections how many there are at once
     * @param messages messages of a request
     * @param workload makes messages
     */
    public NdjsonLoad(URI server, int connections, int messages, Workload workload) {
        this.movements = server.resolve("/v1/movements");
        this.messages = messages;
        for (int i = 0; i < connections; i++) {
            SplittableRandom random = new SplittableRandom(i);
            this.connections.add(Thread.ofVirtual().name("connection-" + i).start(() -> send(workload, random)));
        }
    }

    private void send(Workload workload, SplittableRandom random) {
        try {
            while (!stopped) {
                StringBuilder body = new StringBuilder();
                for (int i = 0; i < messages; i++) {
                    MovementLine.append(body, workload.next(random));
                }
                HttpRequest request = HttpRequest.newBuilder(movements)
                        .header("Content-Type", "application/x-ndjson")
                        .header("Accept", "application/x-ndjson")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString(), StandardCharsets.US_ASCII))
                        .build();
                read(client.send(request, HttpResponse.BodyHandlers.ofInputStream()));
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            failure.compareAndSet(null, e);
            stopped = true;
        }
    }

    private void read(HttpResponse<InputStream> response) throws IOException {
        int answers = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.ISO_8859_1))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (response.statusCode() != 200 || !line.contains(APPLIED)) {
                    throw new IllegalStateException("answered " + response.statusCode() + ": " + line);
                }
                applied.increment();
                answers++;
            }
        }
        if (answers != messages) {
            throw new IllegalStateException(answers + " answers to " + messages + " messages");
        }
    }

    /** Messages applied so far. */
    public long applied() {
        return applied.sum();
    }

    /** Lets it go on for a while. */
    public void goOn(Duration time) throws InterruptedException {
        Thread.sleep(time);
        requireAllApplied();
    }

    /** Applied messages a second over a while from now; see {@link Rate}. */
    public double rate(Duration time) throws InterruptedException {
        return Rate.of(this::applied, time, this::goOn);
    }

    private void requireAllApplied() {
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("a message was not applied", failed);
        }
    }

    /**
     * Waits until every request has its answer.
     *
     * @throws IllegalStateException if a message was not applied
     */
    @Override
    public void close() {
        stopped = true;
        connections.forEach(Threads::join);
        client.close();
        requireAllApplied();
    }
}
