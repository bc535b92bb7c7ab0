package io.tidemark.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testkit.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.Test;

/** Streams that follow the journal, from memory and from the database: every event once, in order, as it is stored. */
class JournalStreamIT {

    private final DataSource database = TestPostgres.migratedDatabase();

    private static JournalBuilder shared(JournalBuilder builder) {
        return builder.sharedPayloads(String.class::isInstance);
    }

    @Test
    void followers_see_every_event_of_two_nodes_once_and_in_order() {
        try (JournalFixture one = new JournalFixture(database, JournalSettings.DEFAULT, JournalStreamIT::shared);
                JournalFixture two = new JournalFixture(database, JournalSettings.DEFAULT)) {
            int events = 2 * 4 * 200;
            List<CompletableFuture<Boolean>> callers = new ArrayList<>();
            CompletableFuture<List<String>> seenByOne = Await.started(() -> follow(one, 0, events));
            CompletableFuture<List<String>> seenByTwo = Await.started(() -> follow(two, 0, events));
            for (int caller = 0; caller < 8; caller++) {
                JournalFixture node = caller % 2 == 0 ? one : two;
                String stream = "followed-" + caller;
                callers.add(Await.started(() -> appendOneByOne(node, stream, 200)));
            }
            Await.all(callers);

            List<String> stored = one.contents().stream()
                    .map(event -> event.getKey() + " " + event.getValue())
                    .toList();
            assertThat(stored).hasSize(events);
            assertThat(seenByOne.join()).isEqualTo(stored);
            assertThat(seenByTwo.join()).isEqualTo(stored);
        }
    }

    private static boolean appendOneByOne(JournalFixture node, String stream, int count) {
        for (int i = 0; i < count; i++) {
            node.appendNext(stream, 1);
        }
        return true;
    }

    private static List<String> follow(JournalFixture node, long afterSeq, int count) throws InterruptedException {
        List<String> seen = new ArrayList<>();
        try (TrackingEventStream stream = node.engine.follow(new GlobalSequenceTrackingToken(afterSeq))) {
            while (seen.size() < count) {
                TrackedEventMessage<?> event = stream.nextAvailable();
                seen.add(TailReader.seq(event.trackingToken()) + " " + event.getPayload());
            }
            assertThat(stream.hasNextAvailable(120, TimeUnit.MILLISECONDS)).isFalse();
        }
        return seen;
    }

    @Test
    void a_node_that_appends_nothing_itself_sees_what_another_does_again_and_again() throws InterruptedException {
        try (JournalFixture other = new JournalFixture(database, JournalSettings.DEFAULT);
                JournalFixture quiet = new JournalFixture(database, JournalSettings.DEFAULT);
                TrackingEventStream stream = quiet.engine.follow(null)) {
            for (int round = 0; round < 4; round++) {
                other.appendNext("other", 3);
                for (int i = 0; i < 3; i++) {
                    assertThat(stream.hasNextAvailable(10, TimeUnit.SECONDS))
                            .as("event " + i + " of round " + round)
                            .isTrue();
                    stream.nextAvailable();
                }
                assertThat(stream.hasNextAvailable(120, TimeUnit.MILLISECONDS)).isFalse();
            }
        }
    }

    @Test
    void a_stream_that_begins_in_the_past_goes_on_into_memory() throws InterruptedException {
        try (JournalFixture before = new JournalFixture(database, JournalSettings.DEFAULT)) {
            before.appendNext("past", 250);
        }
        try (JournalFixture node = new JournalFixture(database, JournalSettings.DEFAULT, JournalStreamIT::shared)) {
            node.appendNext("present", 250);
            assertThat(follow(node, 100, 400))
                    .isEqualTo(LongStream.rangeClosed(101, 500)
                            .mapToObj(seq -> seq <= 250 ? seq + " past/" + (seq - 1) : seq + " present/" + (seq - 251))
                            .toList());
        }
    }

    @Test
    void an_event_is_the_same_from_memory_as_from_the_database() throws InterruptedException {
        try (JournalFixture node = new JournalFixture(database, JournalSettings.DEFAULT, JournalStreamIT::shared);
                JournalFixture other = new JournalFixture(database, JournalSettings.DEFAULT)) {
            node.engine.appendEvents(List.of(
                    JournalFixture.event("same", 0),
                    JournalFixture.event("same", 1).withMetaData(MetaData.with("who", "me")),
                    JournalFixture.event("same", 2).withMetaData(MetaData.with("count", 7))));
            List<TrackedEventMessage<?>> remembered = events(node);
            List<TrackedEventMessage<?>> read = events(other);
            for (int i = 0; i < read.size(); i++) {
                assertThat(remembered.get(i).getIdentifier())
                        .isEqualTo(read.get(i).getIdentifier());
                assertThat(remembered.get(i).getTimestamp())
                        .isEqualTo(read.get(i).getTimestamp());
                assertThat(remembered.get(i).trackingToken())
                        .isEqualTo(read.get(i).trackingToken());
                assertThat(remembered.get(i).getMetaData())
                        .isEqualTo(read.get(i).getMetaData());
                assertThat(remembered.get(i).getPayload()).isEqualTo(read.get(i).getPayload());
            }
            assertThat(read).hasSize(3);
        }
    }

    private static List<TrackedEventMessage<?>> events(JournalFixture node) throws InterruptedException {
        List<TrackedEventMessage<?>> events = new ArrayList<>();
        try (TrackingEventStream stream = node.engine.follow(null)) {
            while (stream.hasNextAvailable(120, TimeUnit.MILLISECONDS)) {
                events.add(stream.nextAvailable());
            }
        }
        return events;
    }
}
