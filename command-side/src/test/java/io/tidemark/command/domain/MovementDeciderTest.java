package io.tidemark.command.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.ShortfallPolicy;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.messages.event.CreditGranted;
import io.tidemark.messages.event.CreditReceived;
import io.tidemark.messages.event.CreditSpent;
import io.tidemark.messages.event.LotDrain;
import io.tidemark.messages.event.NewLot;
import io.tidemark.messages.event.Transferred;
import io.tidemark.messages.refusal.Refusal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Given what was recorded, when a message comes, then its events or its refusal. */
class MovementDeciderTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");
    private static final Instant SEPTEMBER = Instant.parse("2026-09-01T00:00:00Z");

    private final Map<String, Account> accounts = new HashMap<>();
    private MovementDecider decider = new MovementDecider(Rules.DEFAULT);

    @Nested
    class Granting {

        @Test
        void every_item_becomes_a_lot_numbered_as_the_items_are() {
            // when
            List<AccountEvent> events = accepted(new GrantCredits(
                    "g",
                    "mint",
                    NOON,
                    Map.of("batch", "7"),
                    List.of(new GrantCredits.Item("a", 5, JUNE), new GrantCredits.Item("a", 6))));
            // then
            assertThat(events)
                    .satisfiesExactly(
                            first -> {
                                CreditGranted granted = (CreditGranted) first;
                                assertThat(granted.index()).isZero();
                                assertThat(granted.expiresAt()).isEqualTo(JUNE);
                                assertThat(granted.messageMetadata()).containsEntry("batch", "7");
                            },
                            second -> {
                                CreditGranted granted = (CreditGranted) second;
                                assertThat(granted.index()).isEqualTo(1);
                                assertThat(granted.expiresAt()).isNull();
                                assertThat(granted.messageMetadata()).isEmpty();
                            });
        }

        @Test
        void a_grant_that_names_no_time_counts_from_the_microsecond_at_which_it_is_taken() {
            Instant now = Instant.parse("2026-03-01T12:00:00.123456789Z");
            Decision decision = decider.decide(
                    new GrantCredits("g", "mint", List.of(new GrantCredits.Item("a", 1))), now, this::none);
            assertThat(decision)
                    .isInstanceOfSatisfying(
                            Decision.Accepted.class,
                            accepted -> assertThat(accepted.effectiveAt())
                                    .isEqualTo(Instant.parse("2026-03-01T12:00:00.123456Z")));
        }

        @Test
        void a_sum_beyond_the_largest_amount_is_refused_and_exactly_the_largest_is_not() {
            given(new GrantCredits("g1", "mint", List.of(new GrantCredits.Item("a", Long.MAX_VALUE - 1))));
            assertThat(refused(new GrantCredits("g2", "mint", List.of(new GrantCredits.Item("a", 2)))))
                    .isInstanceOf(Refusal.AmountOutOfRange.class);
            given(new GrantCredits("g3", "mint", List.of(new GrantCredits.Item("a", 1))));
            assertThat(account("a").book("CREDIT").total()).isEqualTo(Long.MAX_VALUE);
        }

        @Test
        void only_configured_issuers_grant_once_any_are_configured() {
            decider = new MovementDecider(new Rules(DrainPolicy.DEFAULT, Set.of("mint"), Rules.DEFAULT.limits()));
            assertThat(refused(new GrantCredits("g", "forger", List.of(new GrantCredits.Item("a", 1)))))
                    .isEqualTo(new Refusal.NotAnIssuer("forger"));
        }

        @Test
        void a_lot_that_is_there_already_shows_that_the_ref_was_recorded() {
            GrantCredits grant = new GrantCredits("g", "mint", NOON, Map.of(), List.of(new GrantCredits.Item("a", 1)));
            given(grant);
            assertThat(decider.decide(grant, NOON, MovementDeciderTest.this::account))
                    .isEqualTo(new Decision.RefTaken());
        }

        private Account none(String id) {
            return Account.EMPTY;
        }
    }

    @Nested
    class Spending {

        @Test
        void the_lot_that_lapses_first_is_drained_first() {
            given(grant("g1", "a", 10, null), grant("g2", "a", 10, SEPTEMBER), grant("g3", "a", 10, JUNE));
            CreditSpent spent = (CreditSpent) accepted(spend("s", 15)).getFirst();
            assertThat(spent.drains())
                    .containsExactly(new LotDrain("g3", 0, 10, NOON, JUNE), new LotDrain("g2", 0, 5, NOON, SEPTEMBER));
        }

        @Test
        void a_lot_is_gone_at_the_instant_of_its_expiry_and_there_a_microsecond_before() {
            given(grant("g", "a", 10, JUNE));
            assertThat(refused(spendAt("s", 1, JUNE))).isEqualTo(new Refusal.InsufficientCredit("a", "CREDIT", 1, 0));
            assertThat(accepted(spendAt("s", 1, JUNE.minusNanos(1_000)))).hasSize(1);
        }

        @Test
        void a_lot_cannot_be_drained_before_it_was_granted_and_can_at_that_instant() {
            given(grant("g", "a", 10, null));
            assertThat(refused(spendAt("s", 1, NOON.minusNanos(1_000)))).isInstanceOf(Refusal.InsufficientCredit.class);
            assertThat(accepted(spendAt("s", 1, NOON))).hasSize(1);
        }

        @Test
        void the_refusal_names_what_all_items_of_the_account_ask_for() {
            given(grant("g", "a", 10, null));
            assertThat(refused(new SpendCredits(
                            "s", List.of(new SpendCredits.Item("a", 6), new SpendCredits.Item("a", 5)))))
                    .isEqualTo(new Refusal.InsufficientCredit("a", "CREDIT", 11, 10));
        }

        @Test
        void taking_what_is_available_records_the_shortfall() {
            given(grant("g", "a", 10, null));
            SpendCredits greedy = new SpendCredits(
                    "s",
                    NOON,
                    ShortfallPolicy.DRAIN_AVAILABLE,
                    Map.of(),
                    List.of(
                            new SpendCredits.Item("a", 7),
                            new SpendCredits.Item("a", 7),
                            new SpendCredits.Item("b", 1)));
            assertThat(accepted(greedy))
                    .extracting(event -> ((CreditSpent) event).shortfall())
                    .containsExactly(0L, 4L, 1L);
        }

        @Test
        void a_movement_before_the_cutover_drains_the_oldest_lot_and_one_at_it_the_soonest_to_lapse() {
            decider = new MovementDecider(
                    new Rules(new DrainPolicy(DrainOrder.EXPIRATION_FIRST, JUNE), Set.of(), Rules.DEFAULT.limits()));
            given(grant("g1", "a", 10, null), grant("g2", "a", 10, SEPTEMBER));
            assertThat(((CreditSpent) accepted(spendAt("s", 1, JUNE.minusNanos(1_000)))
                                    .getFirst())
                            .drains()
                            .getFirst()
                            .ref())
                    .isEqualTo("g1");
            assertThat(((CreditSpent) accepted(spendAt("s", 1, JUNE)).getFirst())
                            .drains()
                            .getFirst()
                            .ref())
                    .isEqualTo("g2");
        }

        private SpendCredits spend(String ref, long amount) {
            return spendAt(ref, amount, NOON);
        }

        private SpendCredits spendAt(String ref, long amount, Instant at) {
            return new SpendCredits(
                    ref, at, ShortfallPolicy.REJECT, Map.of(), List.of(new SpendCredits.Item("a", amount)));
        }
    }

    @Nested
    class Transferring {

        @Test
        void portions_are_capped_merged_with_equal_neighbours_and_numbered_before_their_debit() {
            given(grant("g1", "a", 10, JUNE), grant("g2", "a", 10, SEPTEMBER), grant("g3", "a", 10, null));
            List<AccountEvent> events = accepted(new TransferCredits(
                    "t",
                    "a",
                    NOON,
                    Map.of(),
                    List.of(
                            new TransferCredits.Item("b", 25, "CREDIT", SEPTEMBER, Map.of()),
                            new TransferCredits.Item("c", 5))));
            assertThat(events).hasSize(4);
            assertThat(((Transferred) events.get(0)).index()).isEqualTo(2);
            assertThat(((CreditReceived) events.get(1)).lots())
                    .containsExactly(new NewLot("t", 0, 10, JUNE), new NewLot("t", 1, 15, SEPTEMBER));
            assertThat(((Transferred) events.get(2)).index()).isEqualTo(4);
            assertThat(((CreditReceived) events.get(3)).lots()).containsExactly(new NewLot("t", 3, 5, null));
        }

        @Test
        void too_little_credit_refuses_the_whole_message() {
            given(grant("g", "a", 10, null));
            assertThat(refused(new TransferCredits(
                            "t",
                            "a",
                            NOON,
                            Map.of(),
                            List.of(new TransferCredits.Item("b", 6), new TransferCredits.Item("c", 5)))))
                    .isEqualTo(new Refusal.InsufficientCredit("a", "CREDIT", 11, 10));
        }

        @Test
        void an_account_cannot_transfer_to_itself() {
            assertThat(refused(new TransferCredits("t", "a", List.of(new TransferCredits.Item("a", 1)))))
                    .isInstanceOf(Refusal.InvalidAccount.class);
        }

        @Test
        void an_issuers_transfer_creates_credit_with_the_requested_expiry_as_it_is() {
            decider = new MovementDecider(new Rules(DrainPolicy.DEFAULT, Set.of("mint"), Rules.DEFAULT.limits()));
            TransferCredits transfer = new TransferCredits(
                    "t",
                    "mint",
                    NOON,
                    Map.of(),
                    List.of(
                            new TransferCredits.Item("b", 1, "CREDIT", NOON.minusSeconds(1), Map.of()),
                            new TransferCredits.Item("c", 2)));
            assertThat(decider.accounts(transfer)).containsExactly("b", "c");
            assertThat(accepted(transfer))
                    .extracting(event -> ((CreditGranted) event).index())
                    .containsExactly(0, 1);
        }
    }

    private Account account(String id) {
        return accounts.getOrDefault(id, Account.EMPTY);
    }

    private static GrantCredits grant(String ref, String account, long amount, @Nullable Instant expiresAt) {
        return new GrantCredits(
                ref, "mint", NOON, Map.of(), List.of(new GrantCredits.Item(account, amount, expiresAt)));
    }

    private void given(MovementCommand... commands) {
        for (MovementCommand command : commands) {
            for (AccountEvent event : accepted(command)) {
                accounts.put(event.account(), account(event.account()).apply(event));
            }
        }
    }

    private List<AccountEvent> accepted(MovementCommand command) {
        Decision decision = decider.decide(command, NOON, this::account);
        assertThat(decision).isInstanceOf(Decision.Accepted.class);
        return ((Decision.Accepted) decision).events();
    }

    private Refusal refused(MovementCommand command) {
        Decision decision = decider.decide(command, NOON, this::account);
        assertThat(decision).isInstanceOf(Decision.Rejected.class);
        return ((Decision.Rejected) decision).refusal();
    }
}
