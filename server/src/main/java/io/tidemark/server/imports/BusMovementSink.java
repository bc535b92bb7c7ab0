package io.tidemark.server.imports;

import io.tidemark.config.imports.ImportOutcome;
import io.tidemark.config.imports.ImportedMessage;
import io.tidemark.config.imports.RememberedRefusal;
import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.LedgerBusyException;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.MovementOutcome;
import io.tidemark.messages.command.OutcomeUnknownException;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import io.tidemark.messages.refusal.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages to a ledger in this process, many at a time on virtual threads. A message waits for the last one before
 * it on each of its accounts and on its ref, so the outcome is the one that sending them one by one would have.
 */
public final class BusMovementSink implements MovementSink {

    /**
     * How much may be under way, in items plus {@link #MESSAGE_WEIGHT} a message: about a thousand small messages, which
     * is enough to fill a group commit, or one of the largest, so that memory is bounded.
     */
    private static final int WINDOW = 16_384;

    private static final int MESSAGE_WEIGHT = 15;

    private final Function<ImportedMessage, ImportOutcome> ledger;
    private final Patience patience;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore window = new Semaphore(WINDOW);
    private final Map<String, CompletableFuture<SinkAnswer>> lastOf = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable SinkException> failure = new AtomicReference<>();

    /**
     * A sink for the given ledger.
     *
     * @param ledger sends one message and waits for what becomes of it
     * @param patience how long a message is sent again while the ledger has no time
     */
    public BusMovementSink(Function<ImportedMessage, ImportOutcome> ledger, Patience patience) {
        this.ledger = ledger;
        this.patience = patience;
    }

    @Override
    public void send(ImportedMessage message, Consumer<SinkAnswer> answered)
            throws SinkException, InterruptedException {
        MovementCommand command = message.command();
        int weight = Math.min(WINDOW, command.size() + MESSAGE_WEIGHT);
        window.acquire(weight);
        try {
            throwIfFailed();
        } catch (SinkException e) {
            window.release(weight);
            throw e;
        }
        CompletableFuture<SinkAnswer> answer = new CompletableFuture<>();
        Set<String> keys = keys(command);
        List<CompletableFuture<SinkAnswer>> before = new ArrayList<>();
        for (String key : keys) {
            CompletableFuture<SinkAnswer> last = lastOf.put(key, answer);
            if (last != null) {
                before.add(last);
            }
        }
        Runnable done = () -> {
            keys.forEach(key -> lastOf.remove(key, answer));
            window.release(weight);
        };
        try {
            threads.execute(() -> {
                try {
                    before.forEach(CompletableFuture::join);
                    SinkAnswer known = deliver(message);
                    answered.accept(known);
                    answer.complete(known);
                } catch (Throwable e) {
                    answer.completeExceptionally(failed(e));
                } finally {
                    done.run();
                }
            });
        } catch (RejectedExecutionException e) {
            // Somebody has closed the sink since the look for a failure above.
            SinkException closed = failed(e);
            answer.completeExceptionally(closed);
            done.run();
            throw closed;
        }
    }

    @Override
    public void drain() throws SinkException, InterruptedException {
        window.acquire(WINDOW);
        window.release(WINDOW);
        throwIfFailed();
    }

    /** Waits for the messages that the ledger has, and sends none of those that wait for their turn. */
    @Override
    public void close() {
        failure.compareAndSet(null, new SinkException("the import was broken off", null, false));
        threads.close();
    }

    private void throwIfFailed() throws SinkException {
        SinkException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    private SinkAnswer deliver(ImportedMessage message) throws SinkException, InterruptedException {
        Patience.Row pauses = patience.row();
        String ref = message.command().ref();
        while (true) {
            // One that failed may be no longer among those before, and nothing may overtake it.
            throwIfFailed();
            try {
                return answer(ledger.apply(message));
            } catch (RuntimeException e) {
                if (!isPassing(e)) {
                    throw new SinkException("the ledger failed on '" + ref + "': " + rootOf(e), e, false);
                }
                if (!pauses.pause()) {
                    throw new SinkException("the ledger has no time for '" + ref + "': " + rootOf(e), e, true);
                }
            }
        }
    }

    /** Keeps the first failure, which stops the import, for those that only failed because it came before them. */
    private SinkException failed(Throwable cause) {
        Throwable known = cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
        SinkException own = known instanceof SinkException sink
                ? sink
                : new SinkException("the import was broken off: " + known, known, false);
        failure.compareAndSet(null, own);
        SinkException first = failure.get();
        return first != null ? first : own;
    }

    private static SinkAnswer answer(ImportOutcome outcome) {
        return switch (outcome) {
            case ImportOutcome.Judged judged -> answer(judged.outcome());
            case ImportOutcome.Remembered remembered -> {
                RememberedRefusal refusal = remembered.refusal();
                yield new SinkAnswer.Refused(new RefusalReason(refusal.type(), refusal.detail()), true);
            }
        };
    }

    private static SinkAnswer answer(MovementOutcome outcome) {
        return switch (outcome) {
            case MovementOutcome.Applied applied ->
                new SinkAnswer.Applied(applied.receipt().seqTo(), applied.repeated());
            case MovementOutcome.Refused refused -> {
                Refusal refusal = refused.refusal();
                yield new SinkAnswer.Refused(new RefusalReason(refusal.type(), refusal.detail()), false);
            }
        };
    }

    private static boolean isPassing(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof LedgerBusyException || cause instanceof OutcomeUnknownException) {
                return true;
            }
        }
        return false;
    }

    private static Throwable rootOf(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** What the order of messages matters for: the ref and every account whose lots the message touches. */
    private static Set<String> keys(MovementCommand command) {
        Set<String> keys = new HashSet<>();
        keys.add("ref " + command.ref());
        switch (command) {
            case GrantCredits grant -> grant.items().forEach(item -> keys.add("account " + item.account()));
            case SpendCredits spend -> spend.items().forEach(item -> keys.add("account " + item.account()));
            case TransferCredits transfer -> {
                keys.add("account " + transfer.from());
                transfer.items().forEach(item -> keys.add("account " + item.to()));
            }
        }
        return keys;
    }
}
