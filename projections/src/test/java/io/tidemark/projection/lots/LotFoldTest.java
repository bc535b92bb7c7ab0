package io.tidemark.projection.lots;

import static io.tidemark.projection.lots.Events.CREDIT;
import static io.tidemark.projection.lots.Events.MARCH;
import static io.tidemark.projection.lots.Events.drain;
import static io.tidemark.projection.lots.Events.granted;
import static io.tidemark.projection.lots.Events.received;
import static io.tidemark.projection.lots.Events.spent;
import static io.tidemark.projection.lots.Events.transferred;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.messages.MovementKind;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.messages.event.CreditSpent;
import io.tidemark.messages.event.NewLot;
import io.tidemark.projection.lots.LotChanges.Drain;
import io.tidemark.projection.lots.LotChanges.LotKey;
import io.tidemark.projection.lots.LotChanges.Movement;
import io.tidemark.projection.lots.LotChanges.NewLotRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LotFoldTest {

    private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");

    @Test
    void a_lot_made_and_drained_in_one_run_is_one_new_lot_with_less() {
        LotChanges changes = fold(
                granted("a", "g", 0, 100, JUNE),
                spent("a", "s", 0, 0, drain("g", 0, 30)),
                spent("a", "t", 0, 0, drain("g", 0, 70)));

        assertThat(changes.newLots())
                .containsExactly(new NewLotRow(new LotKey("a", "g", 0), CREDIT, 100, 0, MARCH, JUNE, 1));
        assertThat(changes.drains()).isEmpty();
        assertThat(changes.movements()).extracting(Movement::amount).containsExactly(100L, -30L, -70L);
        assertThat(changes.firstSeq()).isEqualTo(1);
        assertThat(changes.lastSeq()).isEqualTo(3);
    }

    @Test
    void drains_of_one_older_lot_are_added_up() {
        LotChanges changes =
                fold(spent("a", "s", 0, 0, drain("old", 2, 30)), transferred("a", "t", 1, "b", drain("old", 2, 5)));

        assertThat(changes.drains()).containsExactly(new Drain(new LotKey("a", "old", 2), CREDIT, 35));
        assertThat(changes.newLots()).isEmpty();
    }

    @Test
    void a_transfer_is_a_debit_of_the_sender_and_a_row_for_each_lot_of_the_recipient() {
        LotChanges changes = fold(
                granted("a", "g", 0, 100, null),
                transferred("a", "t", 2, "b", drain("g", 0, 100)),
                received("b", "t", "a", new NewLot("t", 0, 60, JUNE), new NewLot("t", 1, 40, null)));

        assertThat(changes.movements().subList(1, 4))
                .extracting(
                        Movement::account,
                        Movement::index,
                        Movement::kind,
                        Movement::amount,
                        Movement::counterparty,
                        Movement::expiresAt)
                .containsExactly(
                        tuple("a", 2, MovementKind.TRANSFER, -100L, "b", null),
                        tuple("b", 0, MovementKind.TRANSFER, 60L, "a", JUNE),
                        tuple("b", 1, MovementKind.TRANSFER, 40L, "a", null));
        assertThat(changes.holdings()).containsExactlyInAnyOrder(new Holding("a", CREDIT), new Holding("b", CREDIT));
    }

    @Test
    void a_spend_that_found_nothing_is_a_movement_and_changes_no_holding() {
        LotChanges changes = fold(spent("a", "s", 0, 40));

        assertThat(changes.movements()).singleElement().satisfies(movement -> {
            assertThat(movement.amount()).isZero();
            assertThat(movement.shortfall()).isEqualTo(40);
        });
        assertThat(changes.holdings()).isEmpty();
    }

    @Test
    void a_gap_and_a_repeat_are_refused() {
        LotFold fold = new LotFold(5);
        fold.add(5, MARCH, null);

        assertThatIllegalStateException().isThrownBy(() -> fold.add(5, MARCH, null));
        assertThatIllegalStateException().isThrownBy(() -> fold.add(7, MARCH, null));
        fold.add(6, MARCH, null);
        assertThat(fold.changes().lastSeq()).isEqualTo(6);
    }

    @Test
    void more_than_a_lot_of_the_run_has_is_refused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> fold(granted("a", "g", 0, 10, null), spent("a", "s", 0, 0, drain("g", 0, 11))))
                .withMessageContaining("drains 11 CREDIT");
    }

    @Test
    void a_lot_that_is_made_twice_is_refused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> fold(granted("a", "g", 0, 10, null), granted("a", "g", 0, 10, null)));
    }

    @Test
    void an_event_whose_parts_do_not_add_up_is_refused() {
        CreditSpent spent =
                new CreditSpent("a", "s", 0, CREDIT, 10, List.of(drain("g", 0, 9)), 0, MARCH, Map.of(), Map.of());

        assertThatIllegalStateException().isThrownBy(() -> fold(spent)).withMessageContaining("add up to 9");
    }

    @Test
    void sums_beyond_a_long_are_refused() {
        AccountEvent most = spent("a", "s", 0, 0, drain("g", 0, Long.MAX_VALUE));
        AccountEvent more = spent("a", "t", 0, 0, drain("g", 0, 1));

        assertThatThrownBy(() -> fold(most, more)).isInstanceOf(ArithmeticException.class);
    }

    private static LotChanges fold(AccountEvent... events) {
        LotFold fold = new LotFold(1);
        for (int i = 0; i < events.length; i++) {
            fold.add(i + 1, MARCH, events[i]);
        }
        return fold.changes();
    }
}
