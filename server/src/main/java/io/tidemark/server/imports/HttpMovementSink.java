package io.tidemark.server.imports;

import io.tidemark.config.imports.ImportMode;
import io.tidemark.config.imports.ImportedMessage;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends messages to {@code POST /v1/movements} of a server, in batches of lines; while one batch is answered the next is
 * gathered. The server keeps the order inside of a batch, and batches follow each other.
 *
 * <p>The client of the JDK reads nothing of an answer before it has sent all of a request, so one endless request would
 * leave all of its answers waiting at the server. Batches keep that little, and say how far the import is.
 */
public final class HttpMovementSink implements MovementSink {

    /** Some hundred messages: enough to fill the ledger's group commits, little to send again. */
    private static final int BATCH_BYTES = 256 * 1024;

    /** Longer than the ledger may take over its largest message; an answer lost after it is asked for again. */
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(2);

    private static final class Sent {

        private final String ref;
        private final String line;
        private final Consumer<SinkAnswer> listener;
        private boolean answered;

        private Sent(String ref, String line, Consumer<SinkAnswer> listener) {
            this.ref = ref;
            this.line = line;
            this.listener = listener;
        }

        private void answer(SinkAnswer answer) {
            answered = true;
            listener.accept(answer);
        }
    }

    private final URI movements;
    private final ImportMode mode;
    private final Patience patience;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final ExecutorService sender = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("tidemark-import-").daemon().factory());

    private List<Sent> batch = new ArrayList<>();
    private int batchBytes;
    private @Nullable Future<?> underWay;

    /**
     * A sink for the server at the given address.
     *
     * @param server such as {@code http://127.0.0.1:8080}
     * @param mode what becomes of messages that an earlier import was refused
     * @param patience how long messages are sent again while the server is away or has no time
     */
    public HttpMovementSink(URI server, ImportMode mode, Patience patience) {
        this.movements = URI.create(server.toString().replaceAll("/+$", "") + "/v1/movements");
        this.mode = mode;
        this.patience = patience;
    }

    @Override
    public void send(ImportedMessage message, Consumer<SinkAnswer> answered)
            throws SinkException, InterruptedException {
        Sent sent = new Sent(message.command().ref(), MovementJson.write(message) + "\n", answered);
        int bytes = sent.line.getBytes(StandardCharsets.UTF_8).length;
        if (batchBytes + bytes > BATCH_BYTES) {
            flush();
        }
        batch.add(sent);
        batchBytes += bytes;
    }

    @Override
    public void drain() throws SinkException, InterruptedException {
        flush();
        awaitUnderWay();
    }

    @Override
    public void close() {
        sender.shutdownNow();
        client.shutdownNow();
    }

    private void flush() throws SinkException, InterruptedException {
        awaitUnderWay();
        if (!batch.isEmpty()) {
            List<Sent> full = batch;
            batch = new ArrayList<>();
            batchBytes = 0;
            underWay = sender.submit(() -> {
                deliver(full);
                return null;
            });
        }
    }

    private void awaitUnderWay() throws SinkException, InterruptedException {
        Future<?> last = underWay;
        if (last == null) {
            return;
        }
        try {
            last.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SinkException sink
                    ? sink
                    : new SinkException("the import was broken off: " + e.getCause(), e.getCause(), false);
        }
    }

    private void deliver(List<Sent> messages) throws SinkException, InterruptedException {
        Patience.Row pauses = patience.row();
        List<Sent> open = messages;
        SinkException last = null;
        while (!open.isEmpty()) {
            int before = open.size();
            try {
                exchange(open);
            } catch (SinkException e) {
                last = e;
            }
            open = open.stream().filter(sent -> !sent.answered).toList();
            if (open.size() < before) {
                pauses = patience.row();
            }
            if (!open.isEmpty() && !pauses.pause()) {
                throw last != null ? last : new SinkException("the server has no time", null, true);
            }
        }
    }

    /** One request. Completes the answers that come; those that do not come are asked for again. */
    private void exchange(List<Sent> messages) throws SinkException, InterruptedException {
        StringBuilder body = new StringBuilder();
        messages.forEach(sent -> body.append(sent.line));
        HttpRequest request = HttpRequest.newBuilder(movements)
                .timeout(ANSWER_WITHIN)
                .header("Content-Type", "application/x-ndjson")
                .header("Accept", "application/x-ndjson")
                .header("Tidemark-Import", mode.code())
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                if (response.statusCode() == 200) {
                    readAnswers(in, messages);
                } else {
                    wholeRefused(response.statusCode(), in, messages);
                }
            }
        } catch (IOException e) {
            throw new SinkException("the server at " + movements + " does not answer: " + e, e, true);
        }
    }

    private static void readAnswers(InputStream in, List<Sent> messages) throws IOException, SinkException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (Sent sent : messages) {
            String line = lines.readLine();
            if (line == null) {
                return;
            }
            ObjectNode answer = json(line);
            if (!sent.ref.equals(ImportJson.textOrNull(answer, "ref"))) {
                throw new SinkException("the server answered another message than '" + sent.ref + "'", null, false);
            }
            answer(sent, answer.path("status").asInt(0), answer);
        }
    }

    /** A request that was refused as a whole says something about its message only when it has just one. */
    private void wholeRefused(int status, InputStream in, List<Sent> messages)
            throws IOException, SinkException, InterruptedException {
        String body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        if (status >= 500 || status == 429 || status == 408) {
            throw new SinkException("the server at " + movements + " answered " + status, null, status != 500);
        }
        if (messages.size() == 1 && isRefusal(status)) {
            answer(messages.getFirst(), status, body.startsWith("{") ? json(body) : ImportJson.newObject());
        } else if (isRefusal(status)) {
            for (Sent sent : messages) {
                exchange(List.of(sent));
            }
        } else {
            throw new SinkException(
                    "the server at " + movements + " answered " + status + ": is it Tidemark?", null, true);
        }
    }

    private static void answer(Sent sent, int status, JsonNode answer) {
        if (status == 200 || status == 201) {
            sent.answer(new SinkAnswer.Applied(answer.path("seq_to").asLong(0), status == 200));
        } else if (isRefusal(status)) {
            String type = answer.path("type").asString("status-" + status);
            String detail = answer.path("detail").asString(answer.path("title").asString("HTTP status " + status));
            sent.answer(new SinkAnswer.Refused(
                    new RefusalReason(type.substring(type.lastIndexOf('/') + 1), detail), answer.has("refused_at")));
        }
    }

    private static boolean isRefusal(int status) {
        return status == 400 || status == 409 || status == 413 || status == 422;
    }

    private static ObjectNode json(String text) throws SinkException {
        try {
            return ImportJson.object(text);
        } catch (ContentException e) {
            throw new SinkException("the server's answer is " + e.getMessage(), e, true);
        }
    }
}
