package io.tidemark.projection.lots;

import static io.tidemark.projection.lots.Events.CREDIT;
import static io.tidemark.projection.lots.Events.MARCH;
import static io.tidemark.projection.lots.Events.drain;
import static io.tidemark.projection.lots.Events.granted;
import static io.tidemark.projection.lots.Events.received;
import static io.tidemark.projection.lots.Events.spent;
import static io.tidemark.projection.lots.Events.transferred;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tidemark.messages.event.AccountEvent;
import io.tidemark.messages.event.CreditReceived;
import io.tidemark.messages.event.CreditSpent;
import io.tidemark.messages.event.LotDrain;
import io.tidemark.messages.event.NewLot;
import io.tidemark.messages.event.Transferred;
import io.tidemark.projection.Micros;
import io.tidemark.projection.store.PositionedEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What each event does to lots, and which events cannot be true. */
class LotHandlerTest {

    private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");

    private final ListedTables tables = new ListedTables();
    private final LotHandler handler = new LotHandler(tables);
    private long seq;

    @Test
    void a_lot_that_is_made_and_drained_stays_with_what_remains() {
        fold(
                granted("a", "g", 0, 100, JUNE),
                spent("a", "s", 0, 0, drain("g", 0, 30)),
                spent("a", "t", 0, 0, drain("g", 0, 70)));

        assertThat(lots())
                .containsExactly(new LotRow(
                        new LotKey("a", "g", 0), CREDIT, 100, 0, Micros.of(MARCH), Micros.ofNullable(JUNE), 1));
        assertThat(LotTables.LOTS.isFinished(lots().getFirst())).isTrue();
    }

    @Test
    void drains_of_one_lot_are_added_up_also_within_one_event() {
        fold(granted("a", "old", 2, 100, null));
        fold(
                spent("a", "s", 0, 0, drain("old", 2, 30), drain("old", 2, 7)),
                transferred("a", "t", 1, "b", drain("old", 2, 5)));

        assertThat(lots()).singleElement().satisfies(lot -> {
            assertThat(lot.remaining()).isEqualTo(58);
            assertThat(lot.amount()).isEqualTo(100);
            assertThat(lot.expiresAt()).isNull();
            assertThat(LotTables.LOTS.isFinished(lot)).isFalse();
        });
    }

    @Test
    void a_transfer_drains_the_sender_and_makes_each_lot_of_the_recipient() {
        fold(
                granted("a", "g", 0, 100, null),
                transferred("a", "t", 2, "b", drain("g", 0, 100)),
                received("b", "t", "a", new NewLot("t", 0, 60, JUNE), new NewLot("t", 1, 40, null)));

        assertThat(lots())
                .extracting(lot -> lot.key().account() + lot.key().index() + "=" + lot.remaining() + "@" + lot.seq())
                .containsExactly("a0=0@1", "b0=60@3", "b1=40@3");
        assertThat(tables.rows(LotTables.ACCOUNTS))
                .containsOnlyKeys(new Holding("a", CREDIT), new Holding("b", CREDIT));
    }

    @Test
    void a_spend_that_found_nothing_changes_no_lot_and_names_no_account() {
        fold(spent("a", "s", 0, 40));

        assertThat(lots()).isEmpty();
        assertThat(tables.rows(LotTables.ACCOUNTS)).isEmpty();
    }

    @Test
    void more_than_a_lot_has_is_refused() {
        fold(granted("a", "g", 0, 10, null));

        assertThatIllegalStateException()
                .isThrownBy(() -> fold(spent("a", "s", 0, 0, drain("g", 0, 11))))
                .withMessageContaining("seq 2 drains 11 CREDIT from")
                .withMessageContaining("which has 10 CREDIT");
    }

    @Test
    void a_drain_in_another_currency_is_refused() {
        fold(granted("a", "g", 0, 10, null));
        CreditSpent gold =
                new CreditSpent("a", "s", 0, "GOLD", 1, List.of(drain("g", 0, 1)), 0, MARCH, Map.of(), Map.of());

        assertThatIllegalStateException().isThrownBy(() -> fold(gold)).withMessageContaining("drains 1 GOLD");
    }

    @Test
    void a_drain_of_a_lot_that_is_not_there_is_refused() {
        fold(granted("a", "g", 0, 10, null));

        assertThatIllegalStateException()
                .isThrownBy(() -> fold(spent("b", "s", 0, 0, drain("g", 0, 1))))
                .withMessageContaining("which is not there");
    }

    @Test
    void a_drain_of_nothing_or_less_is_refused() {
        fold(granted("a", "g", 0, 10, null));
        for (long units : new long[] {0, -1, Long.MIN_VALUE}) {
            CreditSpent spent = new CreditSpent(
                    "a",
                    "s",
                    0,
                    CREDIT,
                    5,
                    List.of(drain("g", 0, 5), new LotDrain("g", 0, units, MARCH, null)),
                    0,
                    MARCH,
                    Map.of(),
                    Map.of());
            assertThatIllegalStateException()
                    .isThrownBy(() -> new LotHandler(new ListedTables(tables)).apply(at(9, spent), spent))
                    .withMessage("seq 9 drains " + units + " from a lot");
        }
    }

    @Test
    void a_lot_that_is_made_twice_is_refused() {
        fold(granted("a", "g", 0, 10, null));

        assertThatIllegalStateException().isThrownBy(() -> fold(granted("a", "g", 0, 10, null)));
    }

    @Test
    void an_event_whose_parts_do_not_add_up_is_refused() {
        fold(granted("a", "g", 0, 100, null));
        List<LotDrain> nine = List.of(drain("g", 0, 9));
        CreditSpent spent = new CreditSpent("a", "s", 0, CREDIT, 10, nine, 0, MARCH, Map.of(), Map.of());
        Transferred sent = new Transferred("a", "s", 0, "b", CREDIT, 10, nine, MARCH, Map.of(), Map.of());
        CreditReceived came = new CreditReceived(
                "b", "s", "a", CREDIT, 10, List.of(new NewLot("s", 0, 9, null)), MARCH, Map.of(), Map.of());

        for (AccountEvent event : List.of(spent, sent, came)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> fold(event))
                    .withMessageContaining("moves 10 in parts that add up to 9");
        }
    }

    @Test
    void sums_beyond_a_long_are_refused() {
        fold(granted("a", "g", 0, Long.MAX_VALUE, null), granted("a", "h", 0, 1, null));
        List<LotDrain> drains = List.of(drain("g", 0, Long.MAX_VALUE), drain("h", 0, 1));
        CreditSpent spent = new CreditSpent("a", "s", 0, CREDIT, Long.MIN_VALUE, drains, 0, MARCH, Map.of(), Map.of());

        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> fold(spent));
    }

    private List<LotRow> lots() {
        return List.copyOf(tables.rows(LotTables.LOTS).values());
    }

    private void fold(AccountEvent... events) {
        for (AccountEvent event : events) {
            handler.apply(at(++seq, event), event);
        }
    }

    private static PositionedEvent<AccountEvent> at(long seq, AccountEvent event) {
        return new PositionedEvent<>(seq, MARCH, event);
    }
}
