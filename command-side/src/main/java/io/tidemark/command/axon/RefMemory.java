package io.tidemark.command.axon;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tidemark.command.domain.MessageFingerprint;
import io.tidemark.command.domain.Receipts;
import io.tidemark.messages.Texts;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.MovementOutcome;
import io.tidemark.messages.command.MovementReceipt;
import io.tidemark.messages.refusal.Refusal;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * What stands before the journal's unique index on refs: a bounded memory of refs that were recorded lately, and of
 * those that are on their way on this node. The index stays the judge; this only spares a decision that would be undone.
 * Thread-safe.
 */
final class RefMemory {

    /** Messages that are looked up first after one was found to be a repeat. */
    private static final int SUSPICIOUS_MESSAGES = 256;

    private final AtomicInteger suspicion = new AtomicInteger();
    private final MessageJournal journal;
    private final Cache<String, Boolean> recent;
    private final ConcurrentHashMap<String, CompletableFuture<Boolean>> onTheirWay = new ConcurrentHashMap<>();

    RefMemory(MessageJournal journal, int rememberedRefs) {
        this.journal = journal;
        // Upkeep by the thread that makes it due: handing it to another one wakes that for every command.
        this.recent = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(rememberedRefs)
                .build();
    }

    /**
     * Lets one message of a ref at a time be attempted; the same ref again waits for it and then has its answer.
     *
     * @param attempt attempts the message, and is asked only if the ref is not known to be recorded
     */
    MovementOutcome once(MovementCommand command, Supplier<MovementOutcome> attempt) {
        String ref = command.ref();
        while (true) {
            if (recent.getIfPresent(ref) != null || isSuspicious()) {
                Optional<MovementOutcome> known = recorded(command);
                if (known.isPresent()) {
                    return known.get();
                }
            }
            CompletableFuture<Boolean> mine = new CompletableFuture<>();
            CompletableFuture<Boolean> other = onTheirWay.putIfAbsent(ref, mine);
            if (other == null) {
                try {
                    return remembered(ref, attempt.get());
                } finally {
                    onTheirWay.remove(ref, mine);
                    mine.complete(Boolean.TRUE);
                }
            }
            other.join();
        }
    }

    /** The answer for a message whose ref is recorded: its first result, or a conflict if the content is another. */
    Optional<MovementOutcome> recorded(MovementCommand command) {
        if (!Texts.isStorable(command.ref())) {
            // The database would fail on it, or take it for another.
            return Optional.empty();
        }
        return journal.find(command.ref()).map(recorded -> {
            suspicion.set(SUSPICIOUS_MESSAGES);
            MovementReceipt receipt = Receipts.of(recorded.events(), recorded.seqFrom(), recorded.recordedAt());
            if (recorded.fingerprint().equals(MessageFingerprint.of(command))) {
                return new MovementOutcome.Applied(receipt, true);
            }
            return new MovementOutcome.Refused(new Refusal.RefConflict(
                    command.ref(), receipt.kind(), receipt.seqFrom(), receipt.seqTo(), receipt.recordedAt()));
        });
    }

    /** Repeats come in swarms, as when a file is imported again: after one, a while looks before it leaps. */
    private boolean isSuspicious() {
        return suspicion.get() > 0 && suspicion.decrementAndGet() >= 0;
    }

    private MovementOutcome remembered(String ref, MovementOutcome outcome) {
        if (outcome instanceof MovementOutcome.Applied) {
            recent.put(ref, Boolean.TRUE);
        }
        return outcome;
    }
}
