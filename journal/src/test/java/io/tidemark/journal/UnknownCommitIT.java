package io.tidemark.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testkit.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection that breaks in the middle loses nothing and doubles nothing, whatever the database had done by then. */
class UnknownCommitIT {

    private static final DataSource DATABASE = TestPostgres.migratedDatabase();
    private static final JournalSettings PATIENT =
            JournalFixture.impatient(Duration.ofSeconds(30), Duration.ofMillis(400));

    private static final int FAULTS = 28;

    @AfterAll
    static void audit() {
        JournalAudit.assertSound(DATABASE);
    }

    @ParameterizedTest
    @EnumSource(FaultyNetwork.Fault.class)
    void an_append_whose_connection_breaks_is_recorded_once(FaultyNetwork.Fault fault) {
        try (FaultyNetwork network = new FaultyNetwork(DATABASE);
                JournalFixture node = new JournalFixture(network.dataSource(), PATIENT)) {
            String stream = "alone " + fault;
            node.appendNext(stream, 1);
            network.strike(fault, 1);
            MessageClaim claim = node.appendNext("message " + fault, stream, 2);
            node.appendNext(stream, 1);

            assertThat(network.struck()).isEqualTo(1);
            assertThat(node.stream(stream)).containsExactly(stream + "/0", stream + "/1", stream + "/2", stream + "/3");
            assertThat(node.engine.findMessage("message " + fault).orElseThrow().seqFrom())
                    .isEqualTo(claim.recorded().orElseThrow().seqFrom());
            JournalAudit.assertSound(DATABASE);
        }
    }

    /** An append after another node's takes several requests: try, begin and lock, insert, commit. Each may be lost. */
    @ParameterizedTest
    @EnumSource(FaultyNetwork.Fault.class)
    void an_append_after_another_node_whose_connection_breaks_is_recorded_once(FaultyNetwork.Fault fault) {
        try (FaultyNetwork network = new FaultyNetwork(DATABASE);
                JournalFixture node = new JournalFixture(network.dataSource(), PATIENT);
                JournalFixture other = new JournalFixture(DATABASE, JournalSettings.DEFAULT)) {
            String stream = "locked " + fault;
            node.appendNext(stream, 1);
            for (int request = 1; request <= 5; request++) {
                other.appendNext("other's " + fault, 1);
                network.strike(fault, request);
                node.appendNext("message " + fault + request, stream, 1);
            }
            assertThat(network.struck()).isGreaterThanOrEqualTo(4);
            assertThat(node.stream(stream)).hasSize(6).doesNotHaveDuplicates();
            JournalAudit.assertSound(DATABASE);
        }
    }

    @Test
    void under_load_and_many_random_faults_what_was_acknowledged_is_what_is_stored() {
        SplittableRandom random = new SplittableRandom(20_261_121);
        Map<String, Long> acknowledged = new ConcurrentHashMap<>();
        AtomicBoolean stop = new AtomicBoolean();
        try (FaultyNetwork network = new FaultyNetwork(DATABASE);
                JournalFixture node = new JournalFixture(network.dataSource(), PATIENT);
                JournalFixture other = new JournalFixture(DATABASE, JournalSettings.DEFAULT)) {
            List<CompletableFuture<Integer>> callers = new ArrayList<>();
            for (int caller = 0; caller < 16; caller++) {
                int number = caller;
                callers.add(Await.started(() -> appendUntil(stop, node, number, acknowledged)));
            }
            FaultyNetwork.Fault[] kinds = FaultyNetwork.Fault.values();
            for (int i = 0; i < FAULTS; i++) {
                int before = acknowledged.size() + random.nextInt(60);
                Await.until("appends go on", () -> acknowledged.size() > before || failed(callers));
                int struck = network.struck();
                // Faults that are silent take a timeout each, so there are fewer of them.
                int kind = i % 8 == 0 ? 3 + random.nextInt(2) : random.nextInt(3);
                network.strike(kinds[kind], 1 + random.nextInt(8));
                Await.until("a fault strikes", () -> network.struck() > struck || failed(callers));
                if (i % 3 == 0) {
                    other.appendNext("beside the load", 1);
                }
            }
            stop.set(true);
            int total = Await.all(callers).stream().mapToInt(Integer::intValue).sum();

            assertThat(acknowledged).hasSize(total);
            assertThat(network.struck()).isGreaterThanOrEqualTo(FAULTS);
            acknowledged.forEach((ref, seq) -> assertThat(
                            other.engine.findMessage(ref).orElseThrow().seqFrom())
                    .isEqualTo(seq));
            int stored = 0;
            for (int stream = 0; stream < 20; stream++) {
                stored += other.stream("loaded-" + stream).size();
            }
            assertThat(stored)
                    .as("no append was stored that was not acknowledged")
                    .isEqualTo(total);
        }
        JournalAudit.assertSound(DATABASE);
    }

    /** Half of the appends are to streams that all callers share. */
    private static int appendUntil(
            AtomicBoolean stop, JournalFixture node, int caller, Map<String, Long> acknowledged) {
        int appends = 0;
        while (!stop.get()) {
            String stream = "loaded-" + (appends % 2 == 0 ? caller : 16 + appends % 4);
            String ref = "load " + caller + "/" + appends;
            MessageClaim claim = node.appendNext(ref, stream, 1);
            acknowledged.put(ref, claim.recorded().orElseThrow().seqFrom());
            appends++;
        }
        return appends;
    }

    private static boolean failed(List<CompletableFuture<Integer>> callers) {
        return callers.stream().anyMatch(CompletableFuture::isCompletedExceptionally);
    }
}
