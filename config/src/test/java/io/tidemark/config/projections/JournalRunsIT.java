package io.tidemark.config.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.command.axon.AccountFactory;
import io.tidemark.command.domain.DrainOrder;
import io.tidemark.config.serialization.LedgerSerializer;
import io.tidemark.journal.JournalBuilder;
import io.tidemark.journal.JournalEventStore;
import io.tidemark.journal.JournalScan;
import io.tidemark.journal.PostgresEventStorageEngine;
import io.tidemark.messages.MovementKind;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.messages.event.CreditGranted;
import io.tidemark.projection.live.JournalRun;
import io.tidemark.projection.store.PositionedEvent;
import io.tidemark.testkit.TestPostgres;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Runs cover the journal once, in order, whoever wrote it and wherever it is read; pages say the same from both places. */
class JournalRunsIT {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.000001Z");

    private final DataSource database = TestPostgres.migratedDatabase();

    @Test
    void runs_cover_what_two_nodes_append_once_and_in_order() throws InterruptedException {
        try (Node one = new Node();
                Node two = new Node();
                TrackingEventStream stream = one.runs.openStream(null)) {
            List<PositionedEvent<AccountEvent>> seen = new ArrayList<>();
            for (int round = 0; round < 5; round++) {
                one.append("one-" + round, 3);
                two.append("two-" + round, 2);
                long head = 5L * (round + 1);
                while (seen.size() < head) {
                    JournalRun run = (JournalRun) stream.nextAvailable().getPayload();
                    assertThat(run.after()).isEqualTo(seen.size());
                    seen.addAll(one.pages.after(run.after(), (int) (run.last() - run.after())));
                }
            }
            assertThat(stream.hasNextAvailable(120, TimeUnit.MILLISECONDS)).isFalse();
            assertThat(seen).isEqualTo(one.stored.after(0, 100));
            assertThat(seen).extracting(PositionedEvent::seq).containsExactlyElementsOf(seqs(25));
        }
    }

    @Test
    void pages_are_the_same_from_memory_and_from_the_database() {
        try (Node node = new Node()) {
            node.append("account", 3);
            node.engine.appendEvents(List.of(GenericEventMessage.asEventMessage("not the ledger's")));
            node.append("account-2", 1);

            assertThat(node.engine.follower().inMemory(0, 100)).hasSize(5);
            assertThat(node.pages.after(0, 100)).isEqualTo(node.stored.after(0, 100));
            assertThat(node.pages.after(1, 2)).extracting(PositionedEvent::seq).containsExactly(2L, 3L);
            assertThat(node.pages.after(3, 1).getFirst().event()).isNull();
        }
    }

    @Test
    void a_journal_older_than_the_node_comes_in_runs_of_bounded_length() throws InterruptedException {
        try (Node before = new Node()) {
            before.append("past", 2 * JournalRuns.RUN_EVENTS + 500);
        }
        try (Node node = new Node();
                TrackingEventStream stream = node.runs.openStream(new GlobalSequenceTrackingToken(100))) {
            List<Long> ends = new ArrayList<>();
            while (stream.hasNextAvailable(120, TimeUnit.MILLISECONDS)) {
                assertThat(stream.peek().map(JournalRunsIT::last))
                        .hasValue(last(stream.peek().orElseThrow()));
                TrackedEventMessage<?> message = stream.nextAvailable();
                assertThat(position(message.trackingToken())).isEqualTo(last(message));
                ends.add(last(message));
            }
            assertThat(ends).containsExactly(1_100L, 2_100L, 2_500L);
        }
    }

    @Test
    void a_run_has_at_least_one_event() {
        try (Node node = new Node()) {
            assertThatThrownBy(() -> new JournalRun(7, 7, node.pages)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static long last(TrackedEventMessage<?> message) {
        return ((JournalRun) message.getPayload()).last();
    }

    private static long position(@Nullable TrackingToken token) {
        return token == null ? 0 : token.position().orElseThrow();
    }

    private static List<Long> seqs(long last) {
        List<Long> seqs = new ArrayList<>();
        for (long seq = 1; seq <= last; seq++) {
            seqs.add(seq);
        }
        return seqs;
    }

    /** What one process of the ledger has. */
    private final class Node implements AutoCloseable {

        private final PostgresEventStorageEngine engine;
        private final ScannedPages stored;
        private final FollowedPages pages;
        private final JournalRuns runs;

        Node() {
            LedgerSerializer serializer = new LedgerSerializer(new AccountFactory(EnumSet.allOf(DrainOrder.class)));
            JournalBuilder builder = PostgresEventStorageEngine.builder()
                    .dataSource(database)
                    .sharedPayloads(AccountEvent.class::isInstance);
            builder.eventSerializer(serializer).snapshotSerializer(serializer);
            engine = builder.build();
            engine.start();
            stored = new ScannedPages(new JournalScan(database), serializer);
            pages = new FollowedPages(engine.follower(), stored);
            runs = new JournalRuns(new JournalEventStore(engine), engine.follower(), pages);
        }

        void append(String account, int count) {
            List<EventMessage<?>> events = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                CreditGranted granted = new CreditGranted(
                        account,
                        account + "/" + i,
                        0,
                        MovementKind.GRANT,
                        "mint",
                        "CREDIT",
                        1 + i,
                        null,
                        NOON,
                        Map.of(),
                        Map.of());
                events.add(new GenericDomainEventMessage<>("account", account, i, granted));
            }
            engine.appendEvents(events);
        }

        @Override
        public void close() {
            engine.close();
        }
    }
}
