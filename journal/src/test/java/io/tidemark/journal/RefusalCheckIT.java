package io.tidemark.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A refusal is given only if what it rests on is all that the journal has, on all nodes. */
class RefusalCheckIT {

    private static final JournalFixture NODE = new JournalFixture();
    private static final JournalFixture OTHER_NODE = new JournalFixture(NODE.dataSource, JournalSettings.DEFAULT);

    @BeforeAll
    static void useOneRef() {
        NODE.appendMessage("used", "01", JournalFixture.events("first user", 0, 1));
    }

    @AfterAll
    static void close() {
        NODE.close();
        OTHER_NODE.close();
        JournalAudit.assertSound(NODE.dataSource);
    }

    @Test
    void what_another_node_appended_makes_a_read_outdated() {
        NODE.appendNext("shared", 2);
        assertThat(NODE.engine.isCurrent(Map.of("shared", 1L, "not there", -1L)))
                .isTrue();

        OTHER_NODE.appendNext("shared", 1);
        assertThat(NODE.engine.isCurrent(Map.of("shared", 1L))).isFalse();
        assertThat(NODE.engine.isCurrent(Map.of("not there", -1L, "shared", 1L)))
                .isFalse();
        assertThat(NODE.engine.isCurrent(Map.of("shared", 2L))).isTrue();

        OTHER_NODE.appendNext("not there", 1);
        assertThat(NODE.engine.isCurrent(Map.of("not there", -1L))).isFalse();
        assertThat(NODE.engine.isCurrent(Map.of())).isTrue();
    }

    @Test
    void a_read_of_positions_that_do_not_exist_is_not_current() {
        NODE.appendNext("short", 1);
        assertThat(NODE.engine.isCurrent(Map.of("short", 1L))).isFalse();
        assertThat(NODE.engine.isCurrent(Map.of("short", 0L))).isTrue();
    }

    @Test
    void a_read_of_an_append_on_its_way_is_current_once_that_is_stored() {
        CompletableFuture<MessageClaim> append;
        CompletableFuture<Boolean> check;
        try (HeadLock head = new HeadLock(NODE.dataSource)) {
            assertThat(head.blockWriter(NODE)).isNotDone();
            append = Await.started(() -> NODE.appendNext("new ref", "pending", 1));
            Await.until("the append waits", () -> NODE.engine.waitingAppends() == 1);
            check = checkUnderLock("pending", 0);
            assertThat(check).isNotDone();
        }
        assertThat(Await.all(List.of(check))).containsExactly(true);
        assertThat(append).isDone();
    }

    @Test
    void a_read_of_an_append_on_its_way_is_not_current_once_that_has_failed() {
        CompletableFuture<Boolean> check;
        CompletableFuture<Boolean> checkWithoutLock;
        try (HeadLock head = new HeadLock(NODE.dataSource)) {
            assertThat(head.blockWriter(NODE)).isNotDone();
            CompletableFuture<MessageClaim> failing = Await.started(() -> NODE.appendNext("used", "failing", 1));
            Await.until("the append waits", () -> NODE.engine.waitingAppends() == 1);
            check = checkUnderLock("failing", 0);
            checkWithoutLock = Await.started(() -> NODE.engine.isCurrent(Map.of("failing", 0L)));
            assertThat(checkWithoutLock).isNotDone();
            assertThat(failing).isNotDone();
        }
        assertThat(Await.all(List.of(check, checkWithoutLock))).containsExactly(false, false);
        assertThat(NODE.engine.isCurrent(Map.of("failing", -1L))).isTrue();
    }

    /** Reads the stream's end under its lock, and then checks it. */
    private static CompletableFuture<Boolean> checkUnderLock(String stream, long expected) {
        CountDownLatch locked = new CountDownLatch(1);
        CompletableFuture<Boolean> check = Await.started(() -> JournalFixture.inUnitOfWork(() -> {
            assertThat(NODE.lockAndLoad(stream)).isEqualTo(expected);
            locked.countDown();
            return NODE.engine.isCurrent(Map.of(stream, expected));
        }));
        Await.until("the check has the lock", () -> locked.getCount() == 0);
        return check;
    }
}
