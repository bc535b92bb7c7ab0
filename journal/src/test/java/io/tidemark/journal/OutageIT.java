package io.tidemark.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testkit.TestPostgres;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A database that stays away: every append gets its answer, and appends go on when it is back. */
class OutageIT {

    private static final DataSource DATABASE = TestPostgres.migratedDatabase();
    private static final JournalSettings IMPATIENT =
            JournalFixture.impatient(Duration.ofMillis(300), Duration.ofMillis(300));

    @AfterAll
    static void audit() {
        JournalAudit.assertSound(DATABASE);
    }

    @Test
    void what_was_never_sent_is_surely_not_recorded() {
        try (FaultyNetwork network = new FaultyNetwork(DATABASE);
                JournalFixture node = new JournalFixture(network.dataSource(), IMPATIENT)) {
            network.goAway();
            assertThat(Await.outcome(Await.started(() ->
                                    node.appendMessage("never sent", "01", JournalFixture.events("never sent", 0, 2))))
                            .failure())
                    .isInstanceOf(JournalUnavailableException.class);
            assertThat(node.failedStreams).containsExactly("never sent");
            assertThat(node.engine.waitingAppends()).isZero();

            network.comeBack();
            assertThat(node.stream("never sent")).isEmpty();
            assertThat(node.appendNext("never sent", "never sent", 2).recorded())
                    .isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CUT_BEFORE", "CUT_WITHIN", "CUT_AFTER"})
    void of_what_was_sent_the_outcome_is_unknown_and_of_what_waited_behind_it_is_known(FaultyNetwork.Fault fault) {
        String stream = "sent " + fault;
        try (FaultyNetwork network = new FaultyNetwork(DATABASE);
                JournalFixture node = new JournalFixture(network.dataSource(), IMPATIENT)) {
            node.appendNext(stream, 1);
            CompletableFuture<MessageClaim> sent;
            CompletableFuture<MessageClaim> behind;
            CompletableFuture<Long> besides;
            try (HeadLock head = new HeadLock(DATABASE)) {
                network.strike(fault, 1);
                sent = Await.started(() -> node.appendNext("sent " + fault, stream, 1));
                Await.until("it is sent", () -> network.struck() == 1);
                behind = Await.started(() -> node.appendNext("behind " + fault, stream, 1));
                besides = Await.started(() -> node.appendNext("besides " + fault, 1));
                network.goAway();
                assertThat(Await.outcome(sent).failure()).isInstanceOf(AppendOutcomeUnknownException.class);
                assertThat(Await.outcome(behind).failure()).isInstanceOf(JournalUnavailableException.class);
                assertThat(Await.outcome(besides).failure()).isInstanceOf(JournalUnavailableException.class);
                head.release();
            }
            network.comeBack();
            // Only once the writer is connected again is it settled what became of what it had sent.
            assertThat(node.appendNext("besides " + fault, 1)).isZero();
            boolean stored = node.engine.findMessage("sent " + fault).isPresent();
            assertThat(node.engine.findMessage("behind " + fault)).isEmpty();
            assertThat(node.appendNext(stream, 1)).isEqualTo(stored ? 2 : 1);
        }
    }

    @Test
    void an_append_that_was_stored_before_a_long_outage_is_found_afterwards() {
        try (FaultyNetwork network = new FaultyNetwork(DATABASE);
                JournalFixture node = new JournalFixture(network.dataSource(), IMPATIENT)) {
            node.appendNext("stored", 1);
            network.strike(FaultyNetwork.Fault.SILENT_AFTER, 1);
            CompletableFuture<MessageClaim> append =
                    Await.started(() -> node.appendNext("stored in doubt", "stored", 1));
            Await.until("it is sent", () -> network.struck() == 1);
            try (JournalFixture other = new JournalFixture(DATABASE, JournalSettings.DEFAULT)) {
                Await.until(
                        "it is stored",
                        () -> other.engine.findMessage("stored in doubt").isPresent());
            }
            network.goAway();
            assertThat(Await.outcome(append).failure()).isInstanceOf(AppendOutcomeUnknownException.class);

            network.comeBack();
            assertThat(node.engine.findMessage("stored in doubt")).isPresent();
            assertThat(node.appendNext("stored", 1)).isEqualTo(2);
        }
    }

    @Test
    void a_shorter_outage_is_waited_for() {
        JournalSettings patient = JournalFixture.impatient(Duration.ofSeconds(30), Duration.ofMillis(300));
        try (FaultyNetwork network = new FaultyNetwork(DATABASE);
                JournalFixture node = new JournalFixture(network.dataSource(), patient)) {
            node.appendNext("waited", 1);
            network.goAway();
            CompletableFuture<Long> append = Await.started(() -> {
                node.locks.obtainLock("waited");
                return node.appendAfter("waited", 0, 1);
            });
            CompletableFuture<Boolean> back = Await.started(() -> {
                Await.until("the append is taken", () -> node.engine.waitingAppends() == 0);
                network.comeBack();
                return true;
            });
            Await.all(List.of(back));
            Await.all(List.of(append));
            assertThat(node.stream("waited")).hasSize(2);
        }
    }

    @Test
    void closing_in_an_outage_by_a_thread_that_is_interrupted_tells_what_is_unknown_and_what_is_not() {
        JournalSettings patient = JournalFixture.impatient(Duration.ofMinutes(10), Duration.ofMillis(300));
        try (FaultyNetwork network = new FaultyNetwork(DATABASE)) {
            JournalFixture node = new JournalFixture(network.dataSource(), patient);
            node.appendNext("closing", 1);
            network.strike(FaultyNetwork.Fault.CUT_AFTER, 1);
            CompletableFuture<Long> sent;
            CompletableFuture<Long> behind;
            try (HeadLock head = new HeadLock(DATABASE)) {
                sent = Await.started(() -> node.appendNext("closing", 1));
                Await.until("it is sent", () -> network.struck() == 1);
                behind = Await.started(() -> node.appendNext("closing", 1));
                Await.until("the next one waits", () -> node.engine.waitingAppends() == 1);
                network.goAway();
                head.release();
            }
            Thread closing = new Thread(node::close);
            closing.start();
            closing.interrupt();
            assertThat(Await.outcome(sent).failure()).isInstanceOf(AppendOutcomeUnknownException.class);
            assertThat(Await.outcome(behind).failure()).isInstanceOf(JournalUnavailableException.class);
            Await.until("the journal is closed", () -> !closing.isAlive());
        }
    }
}
