package io.tidemark.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.testkit.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.Test;

/** What the journal does not take it refuses at once, and what it took it stores before it ends. */
class BusyAndClosedIT {

    private static final DataSource DATABASE = TestPostgres.migratedDatabase();

    @Test
    void more_appends_than_may_wait_are_refused_as_busy_and_leave_nothing() {
        JournalSettings few = new JournalSettings(
                4_000, 3, Duration.ofSeconds(20), Duration.ofSeconds(15), Duration.ofSeconds(5), 100, 100);
        try (JournalFixture node = new JournalFixture(DATABASE, few)) {
            List<CompletableFuture<MessageClaim>> waiting = new ArrayList<>();
            CompletableFuture<Long> plug;
            try (HeadLock head = new HeadLock(DATABASE)) {
                plug = head.blockWriter(node);
                for (int i = 0; i < 3; i++) {
                    int number = i;
                    waiting.add(Await.started(() -> node.appendNext("waiting " + number, "w-" + number, 1)));
                    Await.until("it waits", () -> node.engine.waitingAppends() == number + 1);
                }
                assertThatThrownBy(() -> node.appendNext("busy", "b", 1)).isInstanceOf(JournalBusyException.class);
                assertThatThrownBy(() -> node.appendNext("busy", "w-0", 1)).isInstanceOf(JournalBusyException.class);
                assertThat(waiting).noneMatch(CompletableFuture::isDone);
            }
            Await.all(waiting);
            Await.all(List.of(plug));
            assertThat(node.engine.findMessage("busy")).isEmpty();
            assertThat(node.stream("b")).isEmpty();
            assertThat(node.appendNext("busy", "b", 1).recorded()).isPresent();
            assertThat(node.appendNext("w-0", 1)).isEqualTo(1);
        }
        JournalAudit.assertSound(DATABASE);
    }

    @Test
    void closing_stores_what_waits_and_refuses_what_comes_later() {
        JournalFixture node = new JournalFixture(DATABASE, JournalSettings.DEFAULT);
        List<CompletableFuture<Long>> waiting = new ArrayList<>();
        CompletableFuture<Boolean> closing;
        try (HeadLock head = new HeadLock(DATABASE)) {
            waiting.add(head.blockWriter(node));
            for (int i = 0; i < 5; i++) {
                int number = i;
                waiting.add(Await.started(() -> node.appendNext("closing", 1)));
                Await.until("it waits", () -> node.engine.waitingAppends() == number + 1);
            }
            closing = Await.started(() -> {
                node.close();
                return true;
            });
            Await.until("later appends are refused", () -> isRefused(node));
            assertThat(closing).isNotDone();
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
        }
        Await.all(waiting);
        Await.all(List.of(closing));
        assertThat(node.failedStreams).isEmpty();
        assertThatThrownBy(() -> node.appendNext("closing", 1)).isInstanceOf(JournalUnavailableException.class);
        assertThat(node.stream("closing")).hasSize(5);
        node.close();
        JournalAudit.assertSound(DATABASE);
    }

    /** A position that cannot be there, so that asking stores nothing. */
    private static boolean isRefused(JournalFixture node) {
        try {
            node.engine.appendEvents(JournalFixture.events("closing", 1_000, 1_001));
            return false;
        } catch (JournalUnavailableException refused) {
            return true;
        } catch (ConcurrencyException stillOpen) {
            return false;
        }
    }

    @Test
    void a_listener_that_fails_keeps_no_answer_back() {
        try (JournalFixture node = new JournalFixture(DATABASE, JournalSettings.DEFAULT, JournalFixture.onStored(() -> {
            throw new IllegalStateException("a listener with a fault");
        }))) {
            assertThat(Await.outcome(Await.started(() -> node.appendNext("listened", 1)))
                            .failure())
                    .isNull();
            assertThat(Await.outcome(Await.started(() -> node.appendNext("listened", 1)))
                            .failure())
                    .isNull();
        }
    }

    @Test
    void a_node_whose_caches_cannot_be_emptied_answers_all_and_appends_nothing_more() {
        try (JournalFixture node =
                new JournalFixture(DATABASE, JournalSettings.DEFAULT, JournalFixture.onFailed(streams -> {
                    throw new IllegalStateException("a listener with a fault");
                }))) {
            node.appendNext("used", "cached-a", 1);
            assertThat(Await.outcome(Await.started(() -> node.appendNext("used", "cached-b", 1)))
                            .failure())
                    .isInstanceOf(AggregateStreamCreationException.class);
            assertThat(Await.outcome(Await.started(() -> node.appendNext("cached-c", 1)))
                            .failure())
                    .isInstanceOf(JournalUnavailableException.class);
        }
    }
}
