package io.tidemark.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A ref names one message for ever, on all nodes. */
class MessageRefIT {

    private static final JournalFixture NODE = new JournalFixture();
    private static final JournalFixture OTHER_NODE = new JournalFixture(NODE.dataSource, JournalSettings.DEFAULT);

    @AfterAll
    static void close() {
        NODE.close();
        OTHER_NODE.close();
        JournalAudit.assertSound(NODE.dataSource);
    }

    @Test
    void a_message_is_found_with_all_its_events_and_where_it_was_recorded() throws SQLException {
        NODE.appendNext("found-a", 2);
        MessageClaim claim = JournalFixture.inUnitOfWork(() -> {
            MessageClaim bound = MessageClaim.bind("found", "00ff10");
            NODE.engine.appendEvents(List.of(
                    JournalFixture.event("found-a", 2),
                    JournalFixture.event("found-b", 0),
                    JournalFixture.event("found-b", 1).withMetaData(MetaData.with("who", "me"))));
            return bound;
        });
        NODE.appendMessage("found later", "01", JournalFixture.events("found-a", 3, 4));
        MessageClaim.Recorded recorded = claim.recorded().orElseThrow();

        for (JournalFixture node : List.of(NODE, OTHER_NODE)) {
            RecordedMessage message = node.engine.findMessage("found").orElseThrow();
            assertThat(message.ref()).isEqualTo("found");
            assertThat(message.fingerprint()).isEqualTo("00ff10");
            assertThat(message.payloads()).containsExactly("found-a/2", "found-b/0", "found-b/1");
            assertThat(message.seqFrom()).isEqualTo(recorded.seqFrom());
            assertThat(message.recordedAt()).isEqualTo(recorded.recordedAt()).isBeforeOrEqualTo(Instant.now());
        }
        assertThat(messageColumns(recorded.seqFrom(), 3)).containsExactly("found 3", "null null", "null null");
        assertThat(NODE.engine.findMessage("never bound")).isEmpty();
    }

    @Test
    void a_message_of_ten_thousand_events_is_one_message() {
        NODE.appendMessage("large", "01", JournalFixture.events("large", 0, 10_000));

        RecordedMessage message = OTHER_NODE.engine.findMessage("large").orElseThrow();
        assertThat(message.payloads()).hasSize(10_000).startsWith("large/0").endsWith("large/9999");
    }

    @Test
    void of_two_appends_with_one_ref_on_one_node_one_is_recorded() {
        race("one node", NODE, NODE, 40);
    }

    @Test
    void of_two_appends_with_one_ref_on_two_nodes_one_is_recorded() {
        race("two nodes", NODE, OTHER_NODE, 40);
    }

    private static void race(String name, JournalFixture first, JournalFixture second, int rounds) {
        for (int round = 0; round < rounds; round++) {
            String ref = name + " " + round;
            CyclicBarrier start = new CyclicBarrier(2);
            List<CompletableFuture<MessageClaim>> racers = new ArrayList<>();
            for (JournalFixture node : List.of(first, second)) {
                String stream = ref + " of " + (racers.size() + 1);
                node.appendNext(stream, 1 + round % 2);
                racers.add(Await.started(() -> {
                    start.await();
                    return node.appendNext(ref, stream, 2);
                }));
            }
            List<Throwable> failures =
                    racers.stream().map(racer -> Await.outcome(racer).failure()).toList();
            int winner = failures.getFirst() == null ? 0 : 1;
            assertThat(failures.get(winner)).isNull();
            assertThat(failures.get(1 - winner)).isInstanceOf(ConcurrencyException.class);
            long position = 1L + round % 2;
            assertThat(second.engine.findMessage(ref).orElseThrow().payloads())
                    .containsExactly(
                            ref + " of " + (winner + 1) + "/" + position,
                            ref + " of " + (winner + 1) + "/" + (position + 1));
            assertThat(racers.get(winner).join().recorded().orElseThrow().seqFrom())
                    .isEqualTo(first.engine.findMessage(ref).orElseThrow().seqFrom());
        }
    }

    @Test
    void a_taken_ref_is_refused_to_a_new_stream_and_after_the_winner_is_forgotten() {
        NODE.appendMessage("taken", "01", JournalFixture.events("taken-a", 0, 1));

        assertThat(Await.outcome(Await.started(() -> NODE.appendNext("taken", "taken-b", 1)))
                        .failure())
                .isInstanceOf(AggregateStreamCreationException.class);
        assertThat(NODE.stream("taken-b")).isEmpty();
        NODE.appendNext("another", "taken-b", 1);
        assertThat(NODE.stream("taken-b")).containsExactly("taken-b/0");
    }

    @Test
    void an_append_that_fails_anyway_leaves_its_ref_to_the_next_one_of_its_group() {
        NODE.appendNext("contended", 1);
        CompletableFuture<MessageClaim> doomed;
        CompletableFuture<MessageClaim> next;
        try (HeadLock head = new HeadLock(NODE.dataSource)) {
            CompletableFuture<Long> plug = head.blockWriter(NODE);
            NODE.cache.put("contended", 0L);
            doomed = Await.started(() -> NODE.appendMessage("shared", "01", stale("contended")));
            Await.until("the first waits", () -> NODE.engine.waitingAppends() == 1);
            next = Await.started(() -> NODE.appendNext("shared", "uncontended", 1));
            Await.until("both wait", () -> NODE.engine.waitingAppends() == 2);
            assertThat(plug).isNotDone();
        }
        assertThat(Await.outcome(doomed).failure()).isInstanceOf(AggregateStreamCreationException.class);
        assertThat(Await.outcome(next).failure()).isNull();
        assertThat(NODE.engine.findMessage("shared").orElseThrow().payloads()).containsExactly("uncontended/0");
    }

    /** An event of no stream whose identifier is that of a stored position, so that only the database can tell. */
    private static List<DomainEventMessage<String>> stale(String stream) {
        return List.of(new GenericDomainEventMessage<>(null, stream, 0, "stale"));
    }

    @Test
    void a_fingerprint_that_is_not_hex_is_refused_before_anything_is_stored() {
        Throwable failure = Await.outcome(
                        Await.started(() -> NODE.appendMessage("not hex", "xyz", JournalFixture.events("hex", 0, 1))))
                .failure();
        assertThat(failure).isInstanceOf(IllegalArgumentException.class).isNotInstanceOf(EventStoreException.class);
        assertThat(NODE.stream("hex")).isEmpty();
    }

    private static List<String> messageColumns(long seqFrom, int rows) throws SQLException {
        try (Connection connection = NODE.dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select ref, message_size from journal.event where seq >= ? order by seq limit ?")) {
            statement.setLong(1, seqFrom);
            statement.setInt(2, rows);
            List<String> columns = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    columns.add(row.getString(1) + " " + row.getObject(2));
                }
            }
            return columns;
        }
    }
}
