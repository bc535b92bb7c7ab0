package io.tidemark.server.http.movements;

import io.tidemark.server.http.edge.HttpSettings;
import io.tidemark.server.http.json.JsonAnswer;
import io.tidemark.server.http.movements.Messages.Message;
import io.tidemark.server.http.movements.Messages.Message.Sendable;
import io.tidemark.server.http.movements.Messages.Message.Unreadable;
import io.tidemark.server.http.movements.Messages.Place;
import io.tidemark.server.http.problem.Failures;
import io.tidemark.server.http.problem.Problem;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Applies a sequence of messages, each on its own: those that share an account in their order, others side by side, so
 * many at once and no more. Answers come in the order of the messages, each as soon as it and all before it are there.
 * One thread runs it; another may stop it.
 */
final class MessageRun {

    /** The answer to a message, and the bytes of the message that are free once it is told. */
    private record Pending(CompletableFuture<byte[]> answer, int bytes) {}

    private final MovementSender sender;
    private final MessageForm form;
    private final boolean amountsAsText;
    private final Consumer<byte[]> answers;
    private final OrderedWork work = new OrderedWork();
    private final int window;
    private final Semaphore messagesLeft;
    private final Semaphore bytesLeft;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private volatile boolean stopped;
    private volatile @Nullable RuntimeException failure;

    /**
     * A run that has not begun.
     *
     * @param form what the messages are
     * @param answers takes the answers, one at a time
     */
    MessageRun(
            MovementSender sender,
            HttpSettings settings,
            MessageForm form,
            boolean amountsAsText,
            Consumer<byte[]> answers) {
        this.sender = sender;
        this.form = form;
        this.amountsAsText = amountsAsText;
        this.answers = answers;
        this.window = settings.streamWindow();
        this.messagesLeft = new Semaphore(window);
        this.bytesLeft = new Semaphore(settings.streamWindowBytes());
    }

    /**
     * Applies all messages, and returns when the last answer was given.
     *
     * @throws IOException if there are more messages that cannot be read; those before them have been applied and
     *     answered
     * @throws RuntimeException if an answer could not be told
     */
    void apply(Messages messages) throws IOException {
        try {
            for (Message message = next(messages); message != null; message = next(messages)) {
                messagesLeft.acquireUninterruptibly();
                bytesLeft.acquireUninterruptibly(message.bytes());
                begin(message);
            }
        } finally {
            messagesLeft.acquireUninterruptibly(window);
        }
        RuntimeException untold = failure;
        if (untold != null) {
            throw untold;
        }
    }

    /** Lets no further message be read; those under way go on to their end. */
    void stop() {
        stopped = true;
    }

    private @Nullable Message next(Messages messages) throws IOException {
        return stopped ? null : messages.next();
    }

    private void begin(Message message) {
        CompletableFuture<byte[]> answer = switch (message) {
            case Sendable sendable -> work.submit(sendable.ordering(), () -> answerTo(sendable));
            case Unreadable bad -> CompletableFuture.completedFuture(problem(bad.ref(), bad.problem(), bad.place()));
        };
        lock.lock();
        try {
            pending.add(new Pending(answer, message.bytes()));
        } finally {
            lock.unlock();
        }
        CompletableFuture<byte[]> unused = answer.whenComplete((bytes, nothing) -> tellThoseThatAreReady());
    }

    private byte[] answerTo(Sendable message) {
        try {
            return MovementAnswers.amongMany(sender.send(message.message(), form), amountsAsText)
                    .toBytes();
        } catch (RuntimeException e) {
            return problem(message.command().ref(), Failures.problemOf(e), message.place());
        }
    }

    private void tellThoseThatAreReady() {
        lock.lock();
        try {
            for (Pending first = pending.peek(); first != null && first.answer().isDone(); first = pending.peek()) {
                pending.remove();
                try {
                    tell(first.answer());
                } finally {
                    bytesLeft.release(first.bytes());
                    messagesLeft.release();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** When an answer cannot be told, none after it may be: the sender knows them by their order. */
    private void tell(CompletableFuture<byte[]> answer) {
        if (failure != null) {
            return;
        }
        try {
            answers.accept(answer.join());
        } catch (RuntimeException e) {
            failure = e;
            stopped = true;
        }
    }

    /** A problem as the answer to one message of many. */
    byte[] problem(@Nullable String ref, Problem problem, Place place) {
        JsonAnswer answer = new JsonAnswer(amountsAsText);
        answer.object().text("ref", ref);
        problem.with(place.name(), place.value()).writeInto(answer, "ref");
        return answer.endObject().toBytes();
    }
}
