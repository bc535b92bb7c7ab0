package io.tidemark.projection.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.messages.MovementKind;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.messages.event.CreditGranted;
import io.tidemark.messages.event.CreditReceived;
import io.tidemark.messages.event.CreditSpent;
import io.tidemark.messages.event.LotDrain;
import io.tidemark.messages.event.NewLot;
import io.tidemark.messages.event.Transferred;
import io.tidemark.projection.Micros;
import io.tidemark.projection.lots.ListedTables;
import io.tidemark.projection.store.PositionedEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What each event leaves in the history. */
class HistoryHandlerTest {

    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00.123456Z");
    private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");
    private static final Instant RECORDED = Instant.parse("2026-03-02T00:00:00.000001Z");

    private final ListedTables tables = new ListedTables();
    private final HistoryHandler handler = new HistoryHandler(tables);

    @Test
    void a_grant_is_one_row_that_names_its_issuer() {
        fold(
                7,
                new CreditGranted(
                        "a",
                        "g",
                        3,
                        MovementKind.GRANT,
                        "@issuance",
                        "CREDIT",
                        100,
                        JUNE,
                        MARCH,
                        Map.of("item", "1"),
                        Map.of()));

        assertThat(movements())
                .containsExactly(new MovementRow(
                        "a",
                        "g",
                        3,
                        "CREDIT",
                        MovementKind.GRANT,
                        100,
                        0,
                        "@issuance",
                        Micros.of(MARCH),
                        Micros.of(RECORDED),
                        7,
                        Micros.of(JUNE),
                        Map.of("item", "1")));
        assertThat(tables.appended(HistoryTables.MESSAGES)).isEmpty();
    }

    @Test
    void a_spend_is_one_row_of_what_went_and_what_was_missing() {
        fold(1, spent(List.of(drain(30), drain(12)), 5));

        assertThat(movements()).singleElement().satisfies(movement -> {
            assertThat(movement.amount()).isEqualTo(-42);
            assertThat(movement.shortfall()).isEqualTo(5);
            assertThat(movement.kind()).isEqualTo(MovementKind.SPEND);
            assertThat(movement.counterparty()).isNull();
            assertThat(movement.expiresAt()).isNull();
        });
    }

    @Test
    void a_spend_that_found_nothing_is_a_row_of_nothing() {
        fold(1, spent(List.of(), 40));

        assertThat(movements()).singleElement().satisfies(movement -> {
            assertThat(movement.amount()).isZero();
            assertThat(movement.shortfall()).isEqualTo(40);
        });
    }

    @Test
    void a_transfer_is_a_row_of_the_sender_and_one_for_each_lot_of_the_recipient() {
        fold(1, new Transferred("a", "t", 2, "b", "CREDIT", 100, List.of(drain(100)), MARCH, Map.of(), Map.of()));
        fold(
                2,
                new CreditReceived(
                        "b",
                        "t",
                        "a",
                        "CREDIT",
                        100,
                        List.of(new NewLot("t", 0, 60, JUNE), new NewLot("t", 1, 40, null)),
                        MARCH,
                        Map.of(),
                        Map.of()));

        assertThat(movements())
                .extracting(movement -> movement.account() + "|" + movement.index() + "|"
                        + movement.kind().code() + "|" + movement.amount() + "|" + movement.counterparty() + "|"
                        + movement.expiresAt())
                .containsExactly(
                        "a|2|transfer|-100|b|null", "b|0|transfer|60|a|" + Micros.of(JUNE), "b|1|transfer|40|a|null");
    }

    @Test
    void notes_on_a_message_are_kept_once_with_the_event_that_has_them() {
        Map<String, String> notes = Map.of("why", "a \"reason\"");
        fold(1, new CreditSpent("a", "s", 0, "CREDIT", 1, List.of(), 1, MARCH, Map.of(), notes));
        fold(2, spent(List.of(), 1));

        assertThat(tables.appended(HistoryTables.MESSAGES)).containsExactly(new MessageRow("s", notes));
        assertThat(movements()).allMatch(movement -> movement.metadata().isEmpty());
    }

    @Test
    void sums_beyond_a_long_are_refused() {
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> fold(1, spent(List.of(drain(Long.MAX_VALUE), drain(1)), 0)));
    }

    private List<MovementRow> movements() {
        return tables.appended(HistoryTables.MOVEMENTS);
    }

    private void fold(long seq, AccountEvent event) {
        handler.apply(new PositionedEvent<>(seq, RECORDED, event), event);
    }

    private static CreditSpent spent(List<LotDrain> drains, long shortfall) {
        long drained = drains.stream().map(LotDrain::amount).reduce(0L, Long::sum);
        return new CreditSpent(
                "a", "s", 0, "CREDIT", drained + shortfall, drains, shortfall, MARCH, Map.of(), Map.of());
    }

    private static LotDrain drain(long amount) {
        return new LotDrain("g", 0, amount, MARCH, null);
    }
}
