package io.tidemark.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testkit.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.GenericMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Recorded time has microseconds, never falls, and is never later than the writer's clock. */
class RecordedTimeIT {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");

    private static final AtomicReference<Instant> CLOCK = new AtomicReference<>(NOON);
    private static final JournalFixture NODE = new JournalFixture(
            TestPostgres.migratedDatabase(), JournalSettings.DEFAULT, JournalFixture.clock(CLOCK::get));

    @AfterAll
    static void close() {
        NODE.close();
        JournalAudit.assertSound(NODE.dataSource);
    }

    @Test
    void times_keep_their_microseconds_and_follow_the_messages_as_far_as_the_clock_and_the_order_allow() {
        CLOCK.set(NOON);
        append(0, NOON.minusNanos(789));
        append(1, NOON.plus(3, ChronoUnit.HOURS));
        append(2, NOON.minus(1, ChronoUnit.DAYS));
        append(3, Instant.MAX);
        append(4, Instant.MIN);
        CLOCK.set(NOON.plusSeconds(60));
        append(5, NOON.plusSeconds(1).plusNanos(1_999));
        CLOCK.set(NOON.minusSeconds(3_600));
        append(6, NOON.minusSeconds(3_600));
        CLOCK.set(NOON.plusSeconds(60));
        append(7, NOON.plusSeconds(61));

        Instant beforeNoon = NOON.minus(1, ChronoUnit.MICROS);
        Instant oneSecondLater = NOON.plusSeconds(1).plus(1, ChronoUnit.MICROS);
        assertThat(NODE.engine
                        .readEvents("timed", 0)
                        .asStream()
                        .map(EventMessage::getTimestamp)
                        .toList())
                .containsExactly(
                        beforeNoon, NOON, NOON, NOON, NOON, oneSecondLater, oneSecondLater, NOON.plusSeconds(60));
        assertThat(NODE.engine
                        .readEvents(NODE.engine.createTokenAt(oneSecondLater), false)
                        .map(event -> (String) event.getPayload()))
                .startsWith("5");
        assertThat(NODE.engine.createTokenAt(Instant.MAX)).isEqualTo(NODE.engine.createHeadToken());
        assertThat(NODE.engine.createTokenAt(Instant.MIN)).isEqualTo(NODE.engine.createTailToken());
    }

    @Test
    void a_claim_says_when_its_first_event_was_recorded() {
        CLOCK.set(NOON.plus(Duration.ofHours(1)));
        MessageClaim claim = NODE.appendNext("timed message", "message", 2);
        RecordedMessage found = NODE.engine.findMessage("timed message").orElseThrow();
        assertThat(claim.recorded().orElseThrow().recordedAt()).isEqualTo(found.recordedAt());
    }

    private static void append(long position, Instant timestamp) {
        DomainEventMessage<String> event = new GenericDomainEventMessage<>(
                "Test",
                "timed",
                position,
                new GenericMessage<>("timed-" + position, String.valueOf(position), Map.of()),
                () -> timestamp);
        NODE.engine.appendEvents(List.of(event));
    }
}
