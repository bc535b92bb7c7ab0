package io.tidemark.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Streams that are read together are loaded as if each had been read by itself, with two queries in all. */
class ReadAheadIT {

    private static final JournalFixture NODE = new JournalFixture();
    private static final JournalEventStore STORE = new JournalEventStore(NODE.engine);
    private static final List<String> STREAMS =
            List.of("none", "short", "long", "saved", "saved and quiet", "saved and long", "large");

    @BeforeAll
    static void fill() {
        NODE.appendNext("short", 3);
        NODE.appendNext("long", 120);
        NODE.appendNext("saved", 10);
        snapshot("saved", 6, "state");
        NODE.appendNext("saved and quiet", 4);
        snapshot("saved and quiet", 3, "state");
        NODE.appendNext("saved and long", 110);
        snapshot("saved and long", 9, "state");
        NODE.appendNext("large", 5);
        snapshot("large", 1, "x".repeat(100_000));
    }

    @AfterAll
    static void close() {
        NODE.close();
        JournalAudit.assertSound(NODE.dataSource);
    }

    @Test
    void each_stream_is_loaded_with_its_snapshot_and_all_events_since() {
        Map<String, List<String>> oneByOne = load(STREAMS);
        Map<String, List<String>> together = JournalFixture.inUnitOfWork(() -> {
            STORE.readAhead(STREAMS);
            return load(STREAMS);
        });

        assertThat(together).isEqualTo(oneByOne);
        assertThat(together.get("saved")).containsExactly("6 state", "7 saved/7", "8 saved/8", "9 saved/9");
        assertThat(together.get("saved and quiet")).containsExactly("3 state");
        assertThat(together.get("none")).isEmpty();
    }

    @Test
    void more_streams_than_go_into_one_query_are_loaded_each_with_its_own() {
        List<String> streams =
                IntStream.range(0, 450).mapToObj(i -> "many/" + i).toList();
        NODE.engine.appendEvents(
                streams.stream().map(stream -> JournalFixture.event(stream, 0)).toList());

        Map<String, List<String>> together = JournalFixture.inUnitOfWork(() -> {
            STORE.readAhead(streams);
            return load(streams);
        });

        assertThat(together).hasSize(450);
        together.forEach((stream, events) -> assertThat(events).containsExactly("0 " + stream + "/0"));
    }

    @Test
    void loading_asks_the_database_no_more_until_a_stream_is_loaded_again() {
        List<String> streams = List.of("asked/0", "asked/1");
        try (JournalFixture another = new JournalFixture(NODE.dataSource, JournalSettings.DEFAULT)) {
            JournalFixture.inUnitOfWork(() -> {
                STORE.readAhead(streams);
                Await.all(List.of(Await.started(() -> another.appendNext("asked/0", 2))));
                assertThat(load(streams)).containsEntry("asked/0", List.of());
                assertThat(load(streams).get("asked/0")).hasSize(2);
                return null;
            });
        }
    }

    @Test
    void events_from_another_position_are_read_though_others_were_read_ahead() {
        List<Object> all = JournalFixture.inUnitOfWork(() -> {
            NODE.engine.readAhead(List.of("saved", "short"));
            return NODE.stream("saved");
        });

        assertThat(all).hasSize(10);
    }

    @Test
    void what_is_on_its_way_is_waited_for() {
        CompletableFuture<Long> append;
        CompletableFuture<Map<String, List<String>>> loading;
        try (HeadLock head = new HeadLock(NODE.dataSource)) {
            assertThat(head.blockWriter(NODE)).isNotDone();
            append = Await.started(() -> NODE.appendNext("on its way", 2));
            Await.until("the append waits", () -> NODE.engine.waitingAppends() == 1);
            loading = Await.started(() -> JournalFixture.inUnitOfWork(() -> {
                STORE.readAhead(List.of("on its way", "short"));
                return load(List.of("on its way"));
            }));
            assertThat(loading).isNotDone();
        }
        assertThat(Await.all(List.of(append))).containsExactly(1L);
        assertThat(Await.all(List.of(loading)).getFirst().get("on its way")).hasSize(2);
    }

    @Test
    void without_a_unit_of_work_nothing_is_kept() {
        STORE.readAhead(List.of("later", "short"));
        NODE.appendNext("later", 1);

        assertThat(load(List.of("later")).get("later")).hasSize(1);
    }

    private static void snapshot(String stream, long position, String state) {
        NODE.engine.storeSnapshot(new GenericDomainEventMessage<>("Test", stream, position, state));
    }

    private static Map<String, List<String>> load(List<String> streams) {
        return streams.stream()
                .collect(Collectors.toMap(
                        stream -> stream,
                        stream -> STORE.readEvents(stream)
                                .asStream()
                                .map(event -> event.getSequenceNumber() + " " + event.getPayload())
                                .toList()));
    }
}
