package io.tidemark.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Events that no repository with stream locks made: of no aggregate, or of a user's own ones. */
class ForeignEventsIT {

    private static final JournalFixture NODE = new JournalFixture();
    private static final JournalFixture OTHER_NODE = new JournalFixture(NODE.dataSource, JournalSettings.DEFAULT);

    @AfterAll
    static void close() {
        NODE.close();
        OTHER_NODE.close();
    }

    @Test
    void events_of_no_stream_are_recorded_among_the_others_and_stay_what_they_are() {
        long before = NODE.engine.headSeq();
        EventMessage<String> free = GenericEventMessage.asEventMessage("free");
        NODE.engine.appendEvents(List.of(free, JournalFixture.event("mixed", 0), new GenericEventMessage<>("free 2")));
        List<EventMessage<?>> read = new ArrayList<>();
        NODE.engine
                .readEvents(new GlobalSequenceTrackingToken(before), false)
                .limit(3)
                .forEach(read::add);

        assertThat(read.stream().<Object>map(EventMessage::getPayload)).containsExactly("free", "mixed/0", "free 2");
        assertThat(read.getFirst()).isNotInstanceOf(DomainEventMessage.class);
        assertThat(read.getFirst().getIdentifier()).isEqualTo(free.getIdentifier());
        assertThat(read.get(1)).isInstanceOf(DomainEventMessage.class);
        assertThatThrownBy(() -> OTHER_NODE.engine.appendEvents(List.of(free)))
                .isInstanceOf(ConcurrencyException.class);
        assertThatThrownBy(() -> NODE.engine.appendEvents(List.of(free, free)))
                .isInstanceOf(ConcurrencyException.class);
    }

    @Test
    void the_same_event_twice_in_one_group_is_recorded_once() {
        EventMessage<String> twice = new GenericEventMessage<>("twice");
        List<CompletableFuture<Boolean>> appends = new ArrayList<>();
        try (HeadLock head = new HeadLock(NODE.dataSource)) {
            assertThat(head.blockWriter(NODE)).isNotDone();
            for (int i = 1; i <= 6; i++) {
                int waiting = i;
                boolean same = i % 3 == 0;
                appends.add(Await.started(() -> {
                    NODE.engine.appendEvents(List.of(same ? twice : new GenericEventMessage<>("once")));
                    return true;
                }));
                Await.until("it waits", () -> NODE.engine.waitingAppends() == waiting);
            }
        }
        List<Throwable> failures =
                appends.stream().map(append -> Await.outcome(append).failure()).toList();
        assertThat(failures.subList(0, 5)).containsOnlyNulls();
        assertThat(failures.getLast()).isInstanceOf(ConcurrencyException.class);
    }

    @Test
    void a_stream_without_locks_is_kept_free_of_holes_too() {
        NODE.engine.appendEvents(JournalFixture.events("user's own", 0, 2));
        assertThatThrownBy(() -> NODE.engine.appendEvents(JournalFixture.events("user's own", 3, 4)))
                .isInstanceOf(ConcurrencyException.class);
        assertThatThrownBy(() -> OTHER_NODE.engine.appendEvents(JournalFixture.events("user's own", 3, 4)))
                .isInstanceOf(ConcurrencyException.class);
        assertThatThrownBy(() -> NODE.engine.appendEvents(JournalFixture.events("user's own", 1, 2)))
                .isInstanceOf(ConcurrencyException.class);
        OTHER_NODE.engine.appendEvents(JournalFixture.events("user's own", 2, 3));
        assertThatThrownBy(() -> NODE.engine.appendEvents(JournalFixture.events("user's own", 2, 3)))
                .isInstanceOf(ConcurrencyException.class);
        NODE.engine.appendEvents(JournalFixture.events("user's own", 3, 4));
        assertThat(NODE.stream("user's own")).hasSize(4);
        JournalAudit.assertSound(NODE.dataSource);
    }

    @Test
    void only_a_stream_without_locks_may_begin_above_zero() {
        NODE.engine.appendEvents(JournalFixture.events("from five", 5, 7));
        assertThatThrownBy(() -> NODE.engine.appendEvents(JournalFixture.events("from five", 8, 9)))
                .isInstanceOf(ConcurrencyException.class);
        NODE.engine.appendEvents(JournalFixture.events("from five", 7, 8));

        assertThatThrownBy(() -> JournalFixture.inUnitOfWork(() -> {
                    NODE.lockAndLoad("locked");
                    return NODE.appendAfter("locked", 4, 1);
                }))
                .isInstanceOf(ConcurrencyException.class);
        assertThat(NODE.stream("locked")).isEmpty();
        JournalAudit.assertSound(NODE.dataSource);
    }

    @Test
    void a_stream_that_was_to_begin_above_zero_and_failed_is_as_if_it_had_never_been_tried() {
        NODE.appendMessage("used", "01", JournalFixture.events("user of a ref", 0, 1));
        assertThatThrownBy(() -> NODE.appendMessage("used", "01", JournalFixture.events("tried", 5, 6)))
                .isInstanceOf(ConcurrencyException.class);
        assertThatThrownBy(() -> JournalFixture.inUnitOfWork(() -> {
                    NODE.locks.obtainLock("tried");
                    return NODE.appendAfter("tried", 4, 1);
                }))
                .isInstanceOf(ConcurrencyException.class);
        NODE.engine.appendEvents(JournalFixture.events("tried", 0, 1));
        assertThat(NODE.stream("tried")).containsExactly("tried/0");
    }

    @Test
    void reading_beyond_the_end_of_a_stream_changes_nothing() {
        NODE.engine.appendEvents(JournalFixture.events("peeked", 0, 2));
        assertThat(NODE.engine.readEvents("peeked", 100).asStream()).isEmpty();
        assertThat(OTHER_NODE.engine.readEvents("peeked", 100).asStream()).isEmpty();

        NODE.engine.appendEvents(JournalFixture.events("peeked", 2, 3));
        assertThatThrownBy(() -> OTHER_NODE.engine.appendEvents(JournalFixture.events("peeked", 100, 101)))
                .isInstanceOf(ConcurrencyException.class);
        OTHER_NODE.engine.appendEvents(JournalFixture.events("peeked", 3, 4));
        JournalAudit.assertSound(NODE.dataSource);
    }

    @Test
    void a_node_that_knows_fewer_streams_than_one_append_has_still_finds_their_ends() {
        JournalSettings forgetful = new JournalSettings(
                4_000, 20_000, Duration.ofSeconds(20), Duration.ofSeconds(15), Duration.ofSeconds(5), 1, 1_000);
        for (int round = 0; round < 3; round++) {
            List<DomainEventMessage<String>> events = new ArrayList<>();
            for (int stream = 0; stream < 5; stream++) {
                events.add(JournalFixture.event("one of many " + stream, round));
            }
            try (JournalFixture node = new JournalFixture(NODE.dataSource, forgetful)) {
                Await.all(List.of(Await.started(() -> {
                    node.engine.appendEvents(events);
                    return true;
                })));
            }
        }
        JournalAudit.assertSound(NODE.dataSource);
    }
}
