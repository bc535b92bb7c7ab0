package io.tidemark.config.imports;

import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.MovementOutcome;
import io.tidemark.messages.refusal.Refusal;
import java.util.Optional;
import java.util.function.Function;

/**
 * Judges the messages of a file so that importing the file again changes nothing: what the ledger has refused once stays
 * refused for imports, while the ledger itself remembers no refusal. Safe for many threads.
 *
 * <p>The caller sends nothing that shares an account or the ref with a message before that one is judged. A refusal is
 * remembered before it is told, so no later message of the file has touched its accounts by then: when the process ends
 * in between, judging it anew asks the same question of the same credit.
 */
public final class ImportJudge {

    private final RefusalMemory memory;

    /** A judge with a memory. */
    public ImportJudge(RefusalMemory memory) {
        this.memory = memory;
    }

    /**
     * What becomes of a message.
     *
     * @param ledger sends a command and waits for what it does
     * @throws io.tidemark.messages.command.OutcomeUnknownException if the memory is away; sending the message again has
     *     no second effect
     */
    public ImportOutcome judge(
            ImportedMessage message, ImportMode mode, Function<MovementCommand, MovementOutcome> ledger) {
        Optional<RememberedRefusal> remembered = switch (mode) {
            case KEEP_REFUSED -> memory.find(message);
            case RETRY_REFUSED -> Optional.empty();
        };
        if (remembered.isPresent()) {
            return new ImportOutcome.Remembered(remembered.get());
        }
        MovementOutcome outcome = ledger.apply(message.command());
        if (outcome instanceof MovementOutcome.Refused refused && mayBeTakenLater(refused.refusal())) {
            memory.remember(message, refused.refusal());
        }
        return new ImportOutcome.Judged(outcome);
    }

    /** Whether the ledger might say something else to the same message at another time or under other settings. */
    private static boolean mayBeTakenLater(Refusal refusal) {
        return switch (refusal) {
            case Refusal.RefConflict conflict -> false;
            case Refusal.InvalidField field -> !field.type().equals("invalid-ref");
            case Refusal.InvalidAccount account -> true;
            case Refusal.NotAnIssuer issuer -> true;
            case Refusal.AmountOutOfRange amount -> true;
            case Refusal.InsufficientCredit credit -> true;
        };
    }
}
