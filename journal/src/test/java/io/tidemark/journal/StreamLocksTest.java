package io.tidemark.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.common.lock.Lock;
import org.axonframework.common.lock.LockAcquisitionFailedException;
import org.junit.jupiter.api.Test;

class StreamLocksTest {

    private final AtomicLong generation = new AtomicLong();
    private final StreamLocks locks = new StreamLocks(generation::get, Duration.ofSeconds(30));

    @Test
    void one_thread_at_a_time_has_the_lock_of_a_stream() {
        long[] counters = new long[3];
        List<CompletableFuture<Boolean>> threads = new ArrayList<>();
        for (int thread = 0; thread < 16; thread++) {
            int number = thread;
            threads.add(Await.started(() -> {
                for (int i = 0; i < 3_000; i++) {
                    int stream = (number + i) % counters.length;
                    Lock lock = locks.obtainLock("stream " + stream);
                    counters[stream]++;
                    lock.release();
                }
                return true;
            }));
        }
        Await.all(threads);
        assertThat(counters).containsExactly(16_000, 16_000, 16_000);
    }

    @Test
    void a_lock_is_released_once_however_often_that_is_said() {
        Lock first = locks.obtainLock("a");
        Lock second = locks.obtainLock("a");
        first.release();
        first.release();
        assertThat(first.isHeld()).isFalse();
        assertThat(second.isHeld()).isTrue();

        StreamLocks impatient = new StreamLocks(generation::get, Duration.ofMillis(1));
        Lock held = impatient.obtainLock("a");
        assertThat(Await.outcome(Await.started(() -> impatient.obtainLock("a"))).failure())
                .isInstanceOf(LockAcquisitionFailedException.class);
        held.release();
        assertThat(Await.outcome(Await.started(() -> impatient.obtainLock("a"))).failure())
                .isNull();
    }

    @Test
    void a_thread_that_is_interrupted_while_it_waits_gets_no_lock_and_stays_interrupted() throws InterruptedException {
        Lock held = locks.obtainLock("a");
        CountDownLatch refused = new CountDownLatch(1);
        Thread waiting = new Thread(() -> {
            assertThatThrownBy(() -> locks.obtainLock("a")).isInstanceOf(LockAcquisitionFailedException.class);
            if (Thread.currentThread().isInterrupted()) {
                refused.countDown();
            }
        });
        waiting.start();
        waiting.interrupt();
        refused.await();
        held.release();
        assertThat(Await.outcome(Await.started(() -> locks.obtainLock("a"))).failure())
                .isNull();
    }

    @Test
    void a_unit_of_work_remembers_the_failures_of_when_it_first_had_a_lock_and_gives_back_all() {
        JournalFixture.inUnitOfWork(() -> {
            generation.set(3);
            Lock first = locks.obtainLock("a");
            generation.set(4);
            Lock again = locks.obtainLock("a");
            locks.obtainLock("b");
            assertThat(HeldLocks.current().obtainedAt()).containsOnly(Map.entry("a", 3L), Map.entry("b", 4L));

            HeldLocks.current().release();
            assertThat(first.isHeld()).isFalse();
            assertThat(again.isHeld()).isFalse();
            assertThat(HeldLocks.current().obtainedAt()).containsKeys("a", "b");
            return true;
        });
        assertThat(HeldLocks.current().obtainedAt()).isEmpty();
        locks.obtainLock("c");
        assertThat(HeldLocks.current().obtainedAt()).isEmpty();
    }
}
