package io.tidemark.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Two nodes on one database: each sees what the other did, and neither stops the other. */
class TwoNodesIT {

    private static final int CALLERS_OF_EACH = 8;
    private static final int APPENDS = 30;
    private static final int STREAMS = 4;

    private static final DataSource DATABASE = TestPostgres.migratedDatabase();

    @AfterAll
    static void audit() {
        JournalAudit.assertSound(DATABASE);
    }

    @Test
    void two_nodes_on_the_same_streams_lose_nothing_and_double_nothing() {
        Map<String, Long> acknowledged = new ConcurrentHashMap<>();
        try (JournalFixture one = new JournalFixture(DATABASE, JournalSettings.DEFAULT);
                JournalFixture two = new JournalFixture(DATABASE, JournalSettings.DEFAULT)) {
            List<CompletableFuture<Boolean>> callers = new ArrayList<>();
            for (int caller = 0; caller < 2 * CALLERS_OF_EACH; caller++) {
                JournalFixture node = caller % 2 == 0 ? one : two;
                int number = caller;
                callers.add(Await.started(() -> appendMany(node, number, acknowledged)));
            }
            Await.all(callers);

            assertThat(acknowledged).hasSize(2 * CALLERS_OF_EACH * APPENDS);
            long events = 0;
            for (int stream = 0; stream < STREAMS; stream++) {
                List<Object> stored = one.stream("both-" + stream);
                assertThat(stored).isEqualTo(two.stream("both-" + stream)).doesNotHaveDuplicates();
                events += stored.size();
            }
            assertThat(events).isEqualTo(2L * CALLERS_OF_EACH * APPENDS);
            acknowledged.forEach((ref, seq) -> assertThat(
                            two.engine.findMessage(ref).orElseThrow().seqFrom())
                    .isEqualTo(seq));
        }
        JournalAudit.assertSound(DATABASE);
    }

    private static boolean appendMany(JournalFixture node, int caller, Map<String, Long> acknowledged) {
        for (int i = 0; i < APPENDS; i++) {
            String ref = "caller " + caller + "/" + i;
            String stream = "both-" + (caller + i) % STREAMS;
            acknowledged.put(
                    ref, retried(node, ref, stream).recorded().orElseThrow().seqFrom());
        }
        return true;
    }

    private static MessageClaim retried(JournalFixture node, String ref, String stream) {
        while (true) {
            try {
                return node.appendNext(ref, stream, 1);
            } catch (ConcurrencyException | AggregateStreamCreationException lost) {
                assertThat(node.engine.findMessage(ref)).isEmpty();
            }
        }
    }

    @Test
    void a_session_that_stops_while_it_has_the_head_is_ended_by_the_database() throws SQLException {
        JournalSettings settings = JournalFixture.impatient(Duration.ofSeconds(30), Duration.ofSeconds(15));
        try (JournalFixture node = new JournalFixture(DATABASE, settings);
                Connection stopped = DATABASE.getConnection();
                Statement statement = stopped.createStatement()) {
            statement.execute("set idle_in_transaction_session_timeout = "
                    + settings.idleInTransaction().toMillis());
            stopped.setAutoCommit(false);
            statement.execute("select from journal.head for update");

            assertThat(node.appendNext("after a stopped session", 1)).isZero();
        }
    }

    @Test
    void a_writer_that_stops_in_its_transaction_loses_it_and_stops_no_other() throws SQLException {
        JournalSettings settings = JournalFixture.impatient(Duration.ofSeconds(30), Duration.ofSeconds(15));
        WriterConnection stopping = WriterConnection.open(DATABASE, settings);
        AtomicReference<GroupImage> lost = new AtomicReference<>();
        try (JournalFixture node = new JournalFixture(DATABASE, settings)) {
            assertThatThrownBy(() -> stopping.appendLocked(head -> {
                        assertThat(node.appendNext("besides a stopped writer", 1))
                                .isZero();
                        lost.set(new GroupImage(List.of(request("stopped writer")), head, 0));
                        return lost.get();
                    }))
                    .isInstanceOf(SQLException.class);
            assertThat(node.stream("stopped writer")).isEmpty();
        } finally {
            stopping.close();
        }
    }

    /** The database waits for the rest of a request and not for the next one: another clock runs than for the others. */
    @Test
    void a_node_that_stops_in_the_middle_of_its_request_stops_no_other() {
        JournalSettings settings = JournalFixture.impatient(Duration.ofSeconds(30), Duration.ofSeconds(3));
        try (FaultyNetwork network = new FaultyNetwork(DATABASE);
                JournalFixture stopping = new JournalFixture(network.dataSource(), settings);
                JournalFixture node = new JournalFixture(DATABASE, settings)) {
            stopping.appendNext("stopped in a request", 1);
            network.keepsDatabaseSideOpen();
            network.strike(FaultyNetwork.Fault.SILENT_BEFORE_COMMIT, 1);
            CompletableFuture<Long> stopped = Await.started(() -> stopping.appendNext("stopped in a request", 1));
            Await.until("it is sent", () -> network.struck() == 1);

            assertThat(node.appendNext("besides a request", 1)).isZero();
            Await.all(List.of(stopped));
            assertThat(node.stream("stopped in a request")).hasSize(2);
        }
    }

    @Test
    void epochs_grow_with_every_writer_that_connects_and_fence_older_ones() throws SQLException {
        long before = number("select epoch from journal.head");
        try (JournalFixture one = new JournalFixture(DATABASE, JournalSettings.DEFAULT);
                JournalFixture two = new JournalFixture(DATABASE, JournalSettings.DEFAULT)) {
            one.appendNext("epochs one", 1);
            assertThat(number("select epoch from journal.head")).isEqualTo(before + 1);
            two.appendNext("epochs two", 1);
            one.appendNext("epochs one", 1);
            assertThat(number("select epoch from journal.head")).isEqualTo(before + 2);
        }
        WriterConnection older = WriterConnection.open(DATABASE, JournalSettings.DEFAULT);
        WriterConnection newer = WriterConnection.open(DATABASE, JournalSettings.DEFAULT);
        try {
            GroupImage late = new GroupImage(List.of(request("late")), older.head(), 0);
            assertThat(older.append(late)).isFalse();
            assertThat(newer.isStored(late)).isFalse();
            GroupImage next = new GroupImage(List.of(request("next")), newer.head(), 0);
            assertThat(newer.append(next)).isTrue();
            assertThat(older.isStored(next)).isTrue();
        } finally {
            older.close();
            newer.close();
        }
    }

    private static AppendRequest request(String stream) {
        return Appends.to(stream, 0, 1);
    }

    private static long number(String query) throws SQLException {
        try (Connection connection = DATABASE.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        }
    }
}
