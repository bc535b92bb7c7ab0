package io.tidemark.command.axon;

import io.tidemark.command.domain.DrainOrder;
import io.tidemark.command.domain.MovementDecider;
import io.tidemark.command.domain.Rules;
import io.tidemark.messages.MovementKind;
import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.ShortfallPolicy;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.event.CreditGranted;
import io.tidemark.messages.event.CreditSpent;
import io.tidemark.messages.event.LotDrain;
import io.tidemark.messages.refusal.Refusal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.hamcrest.CoreMatchers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The shell under Axon's own fixture: handlers are wired, events applied, a refusal stores nothing. */
class MovementHandlerFixtureTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final FixtureConfiguration<AccountAggregate> fixture = new AggregateTestFixture<>(AccountAggregate.class);
    private boolean current = true;

    @BeforeEach
    void wire() {
        AccountFactory factory = new AccountFactory(EnumSet.allOf(DrainOrder.class));
        fixture.registerAggregateFactory(factory);
        fixture.setReportIllegalStateChange(false);
        fixture.registerAnnotatedCommandHandler(new MovementHandler(
                Accounts.of(fixture.getRepository(), factory),
                new MovementDecider(Rules.DEFAULT),
                new ForgetfulJournal(),
                InstantSource.fixed(NOON)));
    }

    @Test
    void a_grant_to_an_account_never_seen_creates_its_stream() {
        fixture.givenNoPriorActivity()
                .when(new GrantCredits("g", "mint", List.of(new GrantCredits.Item("alice", 100))))
                .expectSuccessfulHandlerExecution()
                .expectEvents(granted());
    }

    @Test
    void a_spend_drains_what_earlier_events_granted() {
        fixture.given(granted())
                .when(new SpendCredits("s", List.of(new SpendCredits.Item("alice", 40))))
                .expectSuccessfulHandlerExecution()
                .expectEvents(new CreditSpent(
                        "alice",
                        "s",
                        0,
                        "CREDIT",
                        40,
                        List.of(new LotDrain("g", 0, 40, NOON, null)),
                        0,
                        NOON,
                        Map.of(),
                        Map.of()));
    }

    @Test
    void a_refusal_is_a_value_and_stores_nothing() {
        fixture.given(granted())
                .when(new SpendCredits("s", List.of(new SpendCredits.Item("alice", 101))))
                .expectResultMessagePayload(new MovementHandler.Handled.Refused(
                        new Refusal.InsufficientCredit("alice", "CREDIT", 101, 100)))
                .expectNoEvents();
    }

    @Test
    void a_refusal_that_rests_on_what_is_no_longer_so_is_tried_again() {
        current = false;
        fixture.given(granted())
                .when(new SpendCredits("s", List.of(new SpendCredits.Item("alice", 101))))
                .expectException(ConcurrencyException.class)
                .expectNoEvents();
    }

    @Test
    void a_message_that_is_wrong_whatever_accounts_hold_loads_none() {
        fixture.givenNoPriorActivity()
                .when(new SpendCredits(
                        "s",
                        null,
                        ShortfallPolicy.REJECT,
                        Map.of(),
                        List.of(new SpendCredits.Item("alice", 1, "credit", Map.of()))))
                .expectResultMessagePayloadMatching(CoreMatchers.instanceOf(MovementHandler.Handled.Refused.class))
                .expectNoEvents();
    }

    private static CreditGranted granted() {
        return new CreditGranted(
                "alice", "g", 0, MovementKind.GRANT, "mint", "CREDIT", 100, null, NOON, Map.of(), Map.of());
    }

    /** Remembers no ref; says of any state what the test wants. */
    private final class ForgetfulJournal implements MessageJournal {

        @Override
        public Place claim(String ref, String fingerprint) {
            return new Place() {
                @Override
                public long seqFrom() {
                    return 1;
                }

                @Override
                public Instant recordedAt() {
                    return NOON;
                }
            };
        }

        @Override
        public Optional<RecordedMessage> find(String ref) {
            return Optional.empty();
        }

        @Override
        public boolean isCurrent(Map<String, Long> lastPositions) {
            return current;
        }
    }
}
