package io.tidemark.command.axon;

import io.tidemark.command.domain.Receipts;
import io.tidemark.messages.command.LedgerBusyException;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.MovementOutcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandResultMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.lock.LockAcquisitionFailedException;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.messaging.MessageHandler;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;

/**
 * Axon's local command bus with what movements need around their handler: one attempt of a ref at a time, a retry when
 * another command or node was faster, the answer that belongs to a recorded ref, and a bound on work in progress.
 * Handles a command on the caller's thread and answers when its events are durable, also when it is sent from a handler:
 * a movement is a unit of work of its own, and stays recorded if the handler's is rolled back. Other commands pass
 * unchanged.
 *
 * <p>Has no transaction of its own: the journal commits on its writer's connection, and a command that held one while
 * it waits would starve the pool. Any exception rolls back, also a checked one, which Axon by default would commit.
 */
public final class LedgerCommandBus extends SimpleCommandBus {

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(20);
    private static final Duration SHORTEST_PAUSE = Duration.ofNanos(250_000);

    private final RefMemory refs;
    private final Semaphore permits;
    private final int attempts;
    private final UnaryOperator<RuntimeException> translation;

    /**
     * A bus over a journal.
     *
     * @param journal answers what a ref names
     * @param rememberedRefs recorded refs that are kept in memory
     * @param inProgress most commands in progress; one more is refused as busy
     * @param attempts most attempts of one message that others overtake
     * @param translation makes the journal's exceptions those of the messages
     */
    public LedgerCommandBus(
            MessageJournal journal,
            int rememberedRefs,
            int inProgress,
            int attempts,
            UnaryOperator<RuntimeException> translation) {
        super(SimpleCommandBus.builder()
                .transactionManager(NoTransactionManager.INSTANCE)
                .rollbackConfiguration(RollbackConfigurationType.ANY_THROWABLE));
        this.refs = new RefMemory(journal, rememberedRefs);
        this.permits = new Semaphore(inProgress);
        this.attempts = attempts;
        this.translation = translation;
    }

    @Override
    protected <C, R> void handle(
            CommandMessage<C> command,
            MessageHandler<? super CommandMessage<?>> handler,
            CommandCallback<? super C, ? super R> callback) {
        if (command.getPayload() instanceof MovementCommand movement) {
            callback.onResult(command, UnitsOfWorkSetAside.during(() -> this.<C, R>answer(movement, command, handler)));
        } else {
            super.handle(command, handler, callback);
        }
    }

    private <C, R> CommandResultMessage<R> answer(
            MovementCommand movement, CommandMessage<C> command, MessageHandler<? super CommandMessage<?>> handler) {
        if (!permits.tryAcquire()) {
            return GenericCommandResultMessage.asCommandResultMessage(
                    new LedgerBusyException("as many commands are in progress as the ledger lets itself take on"));
        }
        try {
            return GenericCommandResultMessage.asCommandResultMessage(
                    refs.once(movement, () -> outcome(movement, command, handler)));
        } catch (RuntimeException e) {
            return GenericCommandResultMessage.asCommandResultMessage(translation.apply(e));
        } finally {
            permits.release();
        }
    }

    private <C> MovementOutcome outcome(
            MovementCommand movement, CommandMessage<C> command, MessageHandler<? super CommandMessage<?>> handler) {
        for (int attempt = 1; attempt <= attempts; attempt++) {
            try {
                return told(movement, attempt(command, handler));
            } catch (ConcurrencyException | AggregateStreamCreationException e) {
                Optional<MovementOutcome> recorded = refs.recorded(movement);
                if (recorded.isPresent()) {
                    return recorded.get();
                }
                pauseAfter(attempt);
            } catch (LockAcquisitionFailedException e) {
                throw new LedgerBusyException("an account stayed locked for too long: " + e.getMessage());
            }
        }
        throw new LedgerBusyException("other commands were faster " + attempts + " times");
    }

    private MovementOutcome told(MovementCommand movement, MovementHandler.Handled handled) {
        return switch (handled) {
            case MovementHandler.Handled.Recorded recorded ->
                new MovementOutcome.Applied(
                        Receipts.of(
                                recorded.events(),
                                recorded.place().seqFrom(),
                                recorded.place().recordedAt()),
                        false);
            case MovementHandler.Handled.Refused refused -> {
                // A repeat is judged by what was recorded, whatever its accounts hold now.
                yield refs.recorded(movement).orElseGet(() -> new MovementOutcome.Refused(refused.refusal()));
            }
        };
    }

    private <C> MovementHandler.Handled attempt(
            CommandMessage<C> command, MessageHandler<? super CommandMessage<?>> handler) {
        AtomicReference<CommandResultMessage<?>> answered = new AtomicReference<>();
        super.<C, Object>handle(command, handler, (message, result) -> answered.set(result));
        CommandResultMessage<?> result = answered.get();
        if (result.isExceptional()) {
            throw asRuntimeException(result.exceptionResult());
        }
        return (MovementHandler.Handled) result.getPayload();
    }

    private static RuntimeException asRuntimeException(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException unchecked
                ? unchecked
                : new EventStoreException("a command failed: " + failure.getMessage(), failure);
    }

    private static void pauseAfter(int attempt) {
        LockSupport.parkNanos(Math.min(LONGEST_PAUSE.toNanos(), SHORTEST_PAUSE.toNanos() * attempt));
    }
}
