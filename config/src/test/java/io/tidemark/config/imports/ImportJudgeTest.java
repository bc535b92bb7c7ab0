package io.tidemark.config.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.messages.MovementKind;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.MovementOutcome;
import io.tidemark.messages.command.MovementReceipt;
import io.tidemark.messages.command.OutcomeUnknownException;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.refusal.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImportJudgeTest {

    private static final SpendCredits SPEND = new SpendCredits("s", List.of(new SpendCredits.Item("a", 9)));
    private static final Refusal SHORT = new Refusal.InsufficientCredit("a", "CREDIT", 9, 3);

    private final Map<ImportedMessage, RememberedRefusal> kept = new HashMap<>();
    private final List<MovementCommand> asked = new ArrayList<>();
    private final ImportJudge judge = new ImportJudge(new RefusalMemory() {
        @Override
        public Optional<RememberedRefusal> find(ImportedMessage message) {
            return Optional.ofNullable(kept.get(message));
        }

        @Override
        public void remember(ImportedMessage message, Refusal refusal) {
            kept.put(message, new RememberedRefusal(refusal.type(), refusal.detail(), Instant.EPOCH));
        }
    });

    @Test
    void a_refusal_is_remembered_and_the_ledger_is_not_asked_again() {
        ImportedMessage message = new ImportedMessage(SPEND, 1);

        assertThat(judged(message, ImportMode.KEEP_REFUSED, refused(SHORT)))
                .isEqualTo(new ImportOutcome.Judged(refused(SHORT)));
        assertThat(judged(message, ImportMode.KEEP_REFUSED, applied()))
                .isEqualTo(new ImportOutcome.Remembered(
                        new RememberedRefusal("insufficient-credit", SHORT.detail(), Instant.EPOCH)));

        assertThat(asked).hasSize(1);
    }

    @Test
    void another_appearance_of_the_message_is_judged_on_its_own() {
        judged(new ImportedMessage(SPEND, 1), ImportMode.KEEP_REFUSED, refused(SHORT));

        assertThat(judged(new ImportedMessage(SPEND, 2), ImportMode.KEEP_REFUSED, applied()))
                .isEqualTo(new ImportOutcome.Judged(applied()));
    }

    @Test
    void a_retry_asks_the_ledger_and_keeps_what_it_says_now() {
        ImportedMessage message = new ImportedMessage(SPEND, 1);
        Refusal shorter = new Refusal.InsufficientCredit("a", "CREDIT", 9, 1);
        judged(message, ImportMode.KEEP_REFUSED, refused(SHORT));

        assertThat(judged(message, ImportMode.RETRY_REFUSED, refused(shorter)))
                .isEqualTo(new ImportOutcome.Judged(refused(shorter)));

        assertThat(asked).hasSize(2);
        assertThat(kept.get(message))
                .isEqualTo(new RememberedRefusal("insufficient-credit", shorter.detail(), Instant.EPOCH));
    }

    static List<Refusal> forEver() {
        return List.of(
                new Refusal.RefConflict("s", MovementKind.GRANT, 1, 1, Instant.EPOCH),
                new Refusal.InvalidField("invalid-ref", "ref", "too long"));
    }

    @ParameterizedTest
    @MethodSource("forEver")
    void what_the_ledger_refuses_for_ever_is_not_remembered(Refusal refusal) {
        judged(new ImportedMessage(SPEND, 1), ImportMode.KEEP_REFUSED, refused(refusal));

        assertThat(kept).isEmpty();
    }

    @Test
    void a_message_without_an_outcome_leaves_no_memory() {
        assertThatThrownBy(() -> judge.judge(new ImportedMessage(SPEND, 1), ImportMode.KEEP_REFUSED, command -> {
                    throw new OutcomeUnknownException("away", new IllegalStateException());
                }))
                .isInstanceOf(OutcomeUnknownException.class);

        assertThat(kept).isEmpty();
    }

    @Test
    void appearances_are_counted_until_the_message_is_applied() {
        SpendCredits other = new SpendCredits("s", List.of(new SpendCredits.Item("a", 8)));
        Appearances appearances = new Appearances();

        ImportedMessage first = appearances.next(SPEND);
        assertThat(first).isEqualTo(new ImportedMessage(SPEND, 1));
        assertThat(appearances.next(other)).isEqualTo(new ImportedMessage(other, 1));
        assertThat(appearances.next(SPEND)).isEqualTo(new ImportedMessage(SPEND, 2));
        appearances.applied(first);
        assertThat(appearances.next(SPEND)).isEqualTo(new ImportedMessage(SPEND, 1));
    }

    private ImportOutcome judged(ImportedMessage message, ImportMode mode, MovementOutcome answer) {
        return judge.judge(message, mode, command -> {
            asked.add(command);
            return answer;
        });
    }

    private static MovementOutcome refused(Refusal refusal) {
        return new MovementOutcome.Refused(refusal);
    }

    private static MovementOutcome applied() {
        return new MovementOutcome.Applied(
                new MovementReceipt("s", MovementKind.SPEND, 1, 1, Instant.EPOCH, Instant.EPOCH, List.of()), false);
    }
}
