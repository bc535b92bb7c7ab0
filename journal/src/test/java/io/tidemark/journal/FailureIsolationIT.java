package io.tidemark.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** One bad append fails alone, with what was built on it, whatever group it is in. */
class FailureIsolationIT {

    private static final JournalFixture NODE = new JournalFixture();
    private static final JournalFixture OTHER_NODE = new JournalFixture(NODE.dataSource, JournalSettings.DEFAULT);

    private final List<CompletableFuture<MessageClaim>> good = new ArrayList<>();
    private final Set<String> seenBeforeTheListener = ConcurrentHashMap.newKeySet();
    private int waiting;

    @AfterAll
    static void close() {
        NODE.close();
        OTHER_NODE.close();
    }

    @Test
    void bad_appends_fail_with_what_was_built_on_them_and_all_others_of_the_group_succeed() {
        NODE.appendMessage("used", "01", JournalFixture.events("first user", 0, 1));
        NODE.appendNext("contested", 3);
        OTHER_NODE.appendNext("contested", 1);
        CompletableFuture<Long> plug;
        CompletableFuture<MessageClaim> usedRef;
        CompletableFuture<MessageClaim> onUsedRef;
        CompletableFuture<MessageClaim> both;
        CompletableFuture<MessageClaim> onBoth;
        CompletableFuture<MessageClaim> takenPlace;
        CompletableFuture<MessageClaim> onTakenPlace;
        CompletableFuture<MessageClaim> refused;
        CompletableFuture<MessageClaim> onRefused;
        CompletableFuture<MessageClaim> refusedStream;
        try (HeadLock head = new HeadLock(NODE.dataSource)) {
            plug = head.blockWriter(NODE);
            enqueueGood(0, 10);
            usedRef = enqueue("used", JournalFixture.events("bad ref", 0, 1));
            takenPlace = enqueue("taken place", JournalFixture.events("contested", 3, 4));
            enqueueGood(10, 20);
            onUsedRef = enqueue("on used ref", JournalFixture.events("bad ref", 1, 3));
            refused = enqueue("refused", List.of(withIdentifier("refused", 0, "nul\0in it")));
            onRefused = enqueue("on refused", JournalFixture.events("refused", 1, 2));
            enqueueGood(20, 35);
            both = enqueue("both", both(JournalFixture.event("bad ref", 3), JournalFixture.event("innocent", 0)));
            onBoth = enqueue("on both", JournalFixture.events("innocent", 1, 2));
            onTakenPlace = enqueue("on taken place", JournalFixture.events("contested", 4, 5));
            refusedStream = enqueue("refused stream", JournalFixture.events("nul\0stream", 0, 1));
            enqueueGood(35, 50);
            assertThat(plug).isNotDone();
        }
        Await.all(good);
        Await.all(List.of(plug));
        assertThat(failure(usedRef)).isInstanceOf(AggregateStreamCreationException.class);
        assertThat(failure(takenPlace)).isInstanceOf(ConcurrencyException.class);
        assertThat(failure(refused)).isInstanceOf(EventStoreException.class).hasMessageContaining(NUL_REFUSED);
        assertThat(failure(refusedStream)).isInstanceOf(EventStoreException.class);
        for (CompletableFuture<MessageClaim> built : List.of(onUsedRef, both, onBoth, onTakenPlace, onRefused)) {
            assertThat(failure(built)).isInstanceOf(ConcurrencyException.class);
        }
        assertThat(new HashSet<>(NODE.failedStreams))
                .containsExactlyInAnyOrder("bad ref", "contested", "refused", "innocent", "nul\0stream");
        assertThat(seenBeforeTheListener).isEmpty();
        assertThat(List.of("both", "on both", "on used ref", "refused", "taken place"))
                .allSatisfy(ref -> assertThat(NODE.engine.findMessage(ref)).isEmpty());
        JournalAudit.assertSound(NODE.dataSource);

        assertThat(NODE.appendNext("contested", 1)).isEqualTo(4);
        assertThat(NODE.appendNext("both", "innocent", 1).recorded()).isPresent();
        assertThat(NODE.appendNext("on used ref", "bad ref", 2).recorded()).isPresent();
        assertThat(NODE.stream("bad ref")).containsExactly("bad ref/0", "bad ref/1");
        JournalAudit.assertSound(NODE.dataSource);
    }

    private static final String NUL_REFUSED = "invalid byte sequence for encoding \"UTF8\": 0x00";

    private void enqueueGood(int from, int until) {
        for (int i = from; i < until; i++) {
            good.add(enqueue("good " + i, JournalFixture.events("good-" + i % 25, i / 25, i / 25 + 1)));
        }
    }

    private CompletableFuture<MessageClaim> enqueue(String ref, List<DomainEventMessage<String>> events) {
        CompletableFuture<MessageClaim> append = Await.started(() -> {
            try {
                return NODE.appendMessage(ref, "01", events);
            } catch (RuntimeException e) {
                events.stream()
                        .map(DomainEventMessage::getAggregateIdentifier)
                        .filter(stream -> !NODE.failedStreams.contains(stream))
                        .forEach(seenBeforeTheListener::add);
                throw e;
            }
        });
        waiting++;
        Await.until("'" + ref + "' waits", () -> NODE.engine.waitingAppends() == waiting);
        return append;
    }

    private static DomainEventMessage<String> withIdentifier(String stream, long position, String identifier) {
        return new GenericDomainEventMessage<>(
                "Test", stream, position, new GenericMessage<>(identifier, "text", Map.of()), Instant::now);
    }

    private static List<DomainEventMessage<String>> both(
            DomainEventMessage<String> first, DomainEventMessage<String> second) {
        return List.of(first, second);
    }

    private static @Nullable Throwable failure(CompletableFuture<?> append) {
        return Await.outcome(append).failure();
    }
}
