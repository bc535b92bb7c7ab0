package io.tidemark.server.http.movements;

import io.tidemark.server.http.edge.HttpSettings;
import io.tidemark.server.http.json.JsonValue;
import io.tidemark.server.http.movements.Messages.Place;
import io.tidemark.server.http.problem.Failures;
import io.tidemark.server.http.problem.Problem;
import io.tidemark.server.http.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Answers many messages in one request. A stream is read by a thread of its own while the request's thread writes, so
 * that a sender may wait for an answer before it sends the next message, or send everything before it reads.
 */
@Component
public class MovementStream {

    private static final Logger LOGGER = LoggerFactory.getLogger(MovementStream.class);

    private final MovementSender sender;
    private final HttpSettings settings;

    /** Streams whose messages go to a sender. */
    public MovementStream(MovementSender sender, HttpSettings settings) {
        this.sender = sender;
        this.settings = settings;
    }

    /** Applies the messages of an array that has been read, and writes the array of answers. */
    void array(List<JsonValue> items, MessageForm form, boolean amountsAsText, HttpServletResponse response)
            throws IOException {
        Messages messages = new ArrayMessages(items, form);
        try (AnswerSpool spool = spool()) {
            spool.append(new byte[] {'['});
            boolean[] first = {true};
            MessageRun run = new MessageRun(sender, settings, form, amountsAsText, answer -> {
                spool.append(first[0] ? answer : framed(",", answer, ""));
                first[0] = false;
            });
            answer(response.getOutputStream(), spool, run, () -> {
                run.apply(messages);
                spool.append(new byte[] {']'});
            });
        }
    }

    /** Applies the lines of the body as they arrive, and writes a line for each. */
    void lines(HttpServletRequest request, MessageForm form, boolean amountsAsText, HttpServletResponse response)
            throws IOException {
        LineMessages messages = new LineMessages(request.getInputStream(), settings.messageBytes(), form);
        try (AnswerSpool spool = spool()) {
            MessageRun run = new MessageRun(
                    sender, settings, form, amountsAsText, answer -> spool.append(framed("", answer, "\n")));
            answer(response.getOutputStream(), spool, run, () -> {
                try {
                    run.apply(messages);
                } catch (IOException e) {
                    spool.append(framed("", run.problem(null, broken(e), new Place("line", messages.lines())), "\n"));
                }
            });
        }
    }

    /** Work that reads. */
    private interface Reading {
        void run() throws IOException;
    }

    /** Reads on another thread, writes on this one, and returns when neither touches the request any more. */
    private static void answer(OutputStream out, AnswerSpool spool, MessageRun run, Reading reading)
            throws IOException {
        // The answer must have begun before anything is read: the container makes an error page of a body that it
        // cannot read as long as it can.
        out.flush();
        Thread reader = Thread.ofVirtual().name("movement-stream").start(() -> {
            boolean whole = false;
            try {
                reading.run();
                whole = true;
            } catch (IOException | RuntimeException e) {
                LOGGER.error("a stream of movements ended early", e);
            } finally {
                spool.end(whole);
            }
        });
        try {
            for (byte[] chunk = spool.take(); chunk != null; chunk = spool.take()) {
                out.write(chunk);
                out.flush();
            }
        } finally {
            run.stop();
            spool.close();
            joined(reader);
        }
    }

    private static void joined(Thread reader) {
        boolean interrupted = false;
        while (reader.isAlive()) {
            try {
                reader.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private AnswerSpool spool() {
        return new AnswerSpool(settings.spoolMemoryBytes(), settings.spoolFileBytes());
    }

    private static Problem broken(IOException e) {
        return e instanceof SocketTimeoutException || e.getCause() instanceof SocketTimeoutException
                ? Failures.ofStatus(408)
                : Problem.of(ProblemType.BAD_REQUEST, "the body breaks off; every line that is answered was taken");
    }

    private static byte[] framed(String before, byte[] answer, String after) {
        byte[] framed = Arrays.copyOf(
                before.getBytes(StandardCharsets.US_ASCII), before.length() + answer.length + after.length());
        System.arraycopy(answer, 0, framed, before.length(), answer.length);
        for (int i = 0; i < after.length(); i++) {
            framed[before.length() + answer.length + i] = (byte) after.charAt(i);
        }
        return framed;
    }
}
