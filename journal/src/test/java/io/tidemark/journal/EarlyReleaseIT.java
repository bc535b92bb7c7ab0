package io.tidemark.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Locks are handed over before an append is durable, and nothing rests on an append that failed. */
class EarlyReleaseIT {

    private static final JournalFixture NODE = new JournalFixture();

    @BeforeAll
    static void useOneRef() {
        NODE.appendMessage("used", "01", JournalFixture.events("first user", 0, 1));
    }

    @AfterAll
    static void close() {
        NODE.close();
        JournalAudit.assertSound(NODE.dataSource);
    }

    @Test
    void commands_of_one_stream_queue_up_and_none_returns_before_it_is_durable() {
        List<CompletableFuture<Long>> commands = new ArrayList<>();
        try (HeadLock head = new HeadLock(NODE.dataSource)) {
            commands.add(head.blockWriter(NODE));
            for (int i = 1; i <= 8; i++) {
                int waiting = i;
                commands.add(Await.started(() -> NODE.appendNext("hot", 1)));
                Await.until("the command has handed its lock over", () -> NODE.engine.waitingAppends() == waiting);
            }
            assertThat(commands).noneMatch(CompletableFuture::isDone);
        }
        assertThat(Await.all(commands).subList(1, 9)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(NODE.stream("hot")).hasSize(8);
    }

    @Test
    void a_decision_under_a_lock_from_before_a_failure_is_refused_though_its_position_fits() {
        CompletableFuture<MessageClaim> first;
        CompletableFuture<Long> second;
        CountDownLatch secondHasTheLock = new CountDownLatch(1);
        CountDownLatch firstHasFailed = new CountDownLatch(1);
        try (HeadLock head = new HeadLock(NODE.dataSource)) {
            assertThat(head.blockWriter(NODE)).isNotDone();
            first = Await.started(() -> NODE.appendNext("used", "stale", 1));
            Await.until("the first waits", () -> NODE.engine.waitingAppends() == 1);
            second = Await.started(() -> JournalFixture.inUnitOfWork(() -> {
                assertThat(NODE.lockAndLoad("stale")).isZero();
                secondHasTheLock.countDown();
                firstHasFailed.await();
                return NODE.appendAfter("stale", -1, 1);
            }));
            Await.until("the second has the lock", () -> secondHasTheLock.getCount() == 0);
        }
        assertThat(Await.outcome(first).failure()).isInstanceOf(AggregateStreamCreationException.class);
        firstHasFailed.countDown();

        assertThat(Await.outcome(second).failure())
                .isInstanceOf(AggregateStreamCreationException.class)
                .hasMessageContaining("failed meanwhile");
        assertThat(NODE.stream("stale")).isEmpty();
        assertThat(NODE.appendNext("stale", 1)).isZero();
    }

    @Test
    void taking_the_lock_again_does_not_hide_that_a_decision_is_stale() {
        CompletableFuture<MessageClaim> first;
        try (HeadLock head = new HeadLock(NODE.dataSource)) {
            assertThat(head.blockWriter(NODE)).isNotDone();
            first = Await.started(() -> NODE.appendNext("used", "again", 1));
            Await.until("the first waits", () -> NODE.engine.waitingAppends() == 1);
            CompletableFuture<Long> second = Await.started(() -> JournalFixture.inUnitOfWork(() -> {
                NODE.lockAndLoad("again");
                head.release();
                Await.outcome(first);
                NODE.lockAndLoad("again");
                return NODE.appendAfter("again", -1, 1);
            }));
            assertThat(Await.outcome(second).failure()).hasMessageContaining("failed meanwhile");
        }
        assertThat(NODE.stream("again")).isEmpty();
    }

    @Test
    void a_decision_that_only_read_a_stream_fails_with_the_append_that_it_read() {
        CompletableFuture<MessageClaim> first;
        CompletableFuture<Long> second;
        try (HeadLock head = new HeadLock(NODE.dataSource)) {
            assertThat(head.blockWriter(NODE)).isNotDone();
            first = Await.started(() -> NODE.appendNext("used", "read", 1));
            Await.until("the first waits", () -> NODE.engine.waitingAppends() == 1);
            second = Await.started(() -> JournalFixture.inUnitOfWork(() -> {
                NODE.lockAndLoad("read");
                return NODE.appendAfter("written", NODE.lockAndLoad("written"), 1);
            }));
            Await.until("the second waits", () -> NODE.engine.waitingAppends() == 2);
        }
        assertThat(Await.outcome(first).failure()).isInstanceOf(AggregateStreamCreationException.class);
        assertThat(Await.outcome(second).failure()).isInstanceOf(AggregateStreamCreationException.class);
        assertThat(NODE.stream("written")).isEmpty();
    }

    @Test
    void loading_a_stream_waits_for_what_is_on_its_way() {
        CompletableFuture<Long> append;
        CompletableFuture<List<Object>> load;
        try (HeadLock head = new HeadLock(NODE.dataSource)) {
            assertThat(head.blockWriter(NODE)).isNotDone();
            append = Await.started(() -> NODE.appendNext("loaded", 2));
            Await.until("the append waits", () -> NODE.engine.waitingAppends() == 1);
            load = Await.started(() -> NODE.stream("loaded"));
            assertThat(NODE.stream("another")).isEmpty();
            assertThat(load).isNotDone();
        }
        assertThat(Await.all(List.of(load)).getFirst()).isEqualTo(List.of("loaded/0", "loaded/1"));
        Await.all(List.of(append));
    }

    @Test
    void loading_a_busy_stream_does_not_wait_for_what_came_later() {
        AtomicReference<HeadLock> nextLock = new AtomicReference<>();
        Runnable lockAfterTheFirst =
                () -> nextLock.updateAndGet(lock -> lock == null ? new HeadLock(NODE.dataSource) : lock);
        try (JournalFixture node = new JournalFixture(
                NODE.dataSource, JournalSettings.DEFAULT, JournalFixture.onStored(lockAfterTheFirst))) {
            CompletableFuture<Long> later;
            try (HeadLock head = new HeadLock(NODE.dataSource)) {
                CompletableFuture<Long> first = Await.started(() -> node.appendNext("busy", 1));
                head.awaitBlockedWriter();
                CompletableFuture<List<Object>> load = new CompletableFuture<>();
                Thread loader = new Thread(() -> load.complete(node.stream("busy")));
                loader.start();
                Await.until("the loader waits", () -> loader.getState() == Thread.State.WAITING);
                later = Await.started(() -> node.appendNext("busy", 1));
                Await.until("the later append waits", () -> node.engine.waitingAppends() == 1);
                head.release();
                Await.all(List.of(first));

                assertThat(Await.all(List.of(load)).getFirst()).isEqualTo(List.of("busy/0"));
                assertThat(later).isNotDone();
            }
            nextLock.get().close();
            Await.all(List.of(later));
        }
    }
}
