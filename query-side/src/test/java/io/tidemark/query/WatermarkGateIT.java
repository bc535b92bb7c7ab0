package io.tidemark.query;

import static io.tidemark.query.Events.CREDIT;
import static io.tidemark.query.Events.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.messages.query.Balance;
import io.tidemark.messages.query.GetBalance;
import io.tidemark.messages.query.NotCaughtUpException;
import io.tidemark.query.balance.BalanceQueries;
import io.tidemark.query.watermark.WatermarkGate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.common.jdbc.JdbcException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatermarkGateIT {

    private final LotTables tables = new LotTables(2);
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        callers.shutdownNow();
        tables.close();
    }

    @Test
    void a_read_that_is_early_waits_and_one_that_is_late_does_not() throws Exception {
        BalanceQueries queries = queries(Duration.ofSeconds(30));
        tables.apply(granted("a", "g1", 1, "2026-03-01", null));
        assertThat(queries.balance(query(1)).seq()).isEqualTo(1);

        Future<Balance> early = callers.submit(() -> queries.balance(query(3)));
        tables.apply(granted("a", "g2", 1, "2026-03-01", null));
        tables.apply(granted("a", "g3", 1, "2026-03-01", null));

        Balance balance = early.get(30, TimeUnit.SECONDS);
        assertThat(balance.seq()).isGreaterThanOrEqualTo(3);
        assertThat(balance.balance()).isEqualTo(3);
    }

    @Test
    void a_read_that_waits_in_vain_says_how_far_the_projection_is() {
        tables.apply(granted("a", "g1", 1, "2026-03-01", null));

        assertThatThrownBy(() -> queries(Duration.ofMillis(30)).balance(query(2)))
                .isInstanceOfSatisfying(NotCaughtUpException.class, e -> {
                    assertThat(e.committedSeq()).isEqualTo(1);
                    assertThat(e.minSeq()).isEqualTo(2);
                });
        assertThatThrownBy(() -> queries(Duration.ZERO).balance(query(Long.MAX_VALUE)))
                .isInstanceOf(NotCaughtUpException.class);
    }

    @Test
    void many_waiting_reads_hold_no_connection_and_all_come_through() throws Exception {
        BalanceQueries queries = queries(Duration.ofSeconds(60));
        int waiting = 500;
        CountDownLatch begun = new CountDownLatch(waiting);
        List<Future<Balance>> answers = new ArrayList<>();
        for (int i = 0; i < waiting; i++) {
            long minSeq = 1L + i % 5;
            answers.add(callers.submit(() -> {
                begun.countDown();
                return queries.balance(query(minSeq));
            }));
        }
        begun.await();

        // With two connections for all, writes and other reads get one while the reads wait.
        for (int seq = 1; seq <= 5; seq++) {
            tables.apply(granted("a", "g" + seq, 1, "2026-03-01", null));
            assertThat(queries.balance(new GetBalance("a", CREDIT, null, null)).balance())
                    .isEqualTo(seq);
        }
        for (int i = 0; i < waiting; i++) {
            Balance balance = answers.get(i).get(60, TimeUnit.SECONDS);
            assertThat(balance.seq()).isGreaterThanOrEqualTo(1 + i % 5);
            assertThat(balance.balance()).isEqualTo(balance.seq());
        }
    }

    @Test
    void only_a_read_that_has_to_wait_hurries_the_writer() {
        AtomicInteger hurried = new AtomicInteger();
        WatermarkGate gate = new WatermarkGate(tables.dataSource(), "lots", Duration.ofSeconds(60), () -> {
            if (hurried.incrementAndGet() == 3) {
                tables.apply(granted("a", "g1", 1, "2026-03-01", null));
            }
        });
        gate.read(null, () -> 0L, seq -> seq);
        assertThat(hurried).hasValue(0);
        assertThat(gate.<Long>read(1L, () -> 1L, seq -> seq)).isEqualTo(1);
        assertThat(hurried).hasValue(3);
    }

    @Test
    void reads_that_give_up_leave_the_watch_to_the_others() throws Exception {
        WatermarkGate gate = new WatermarkGate(tables.dataSource(), "lots", Duration.ofMinutes(5));
        List<Thread> hopeless = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            hopeless.add(Thread.ofVirtual()
                    .start(() -> assertThatThrownBy(() -> gate.read(100L, () -> 0L, seq -> seq))
                            .isInstanceOfAny(NotCaughtUpException.class, JdbcException.class)));
        }
        Future<Long> hopeful = callers.submit(() -> gate.read(1L, () -> 1L, seq -> seq));
        for (Thread reader : hopeless) {
            reader.interrupt();
            reader.join();
        }

        tables.apply(granted("a", "g1", 1, "2026-03-01", null));

        assertThat(hopeful.get(60, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void what_was_seen_before_a_reset_is_not_believed_after_it() {
        BalanceQueries queries = queries(Duration.ofMillis(50));
        tables.apply(granted("a", "g1", 1, "2026-03-01", null), granted("a", "g2", 1, "2026-03-01", null));
        assertThat(queries.balance(query(2)).balance()).isEqualTo(2);

        tables.reset();
        assertThatThrownBy(() -> queries.balance(query(2))).isInstanceOf(NotCaughtUpException.class);

        tables.apply(granted("a", "g1", 1, "2026-03-01", null), granted("a", "g2", 1, "2026-03-01", null));
        assertThat(queries.balance(query(2)).balance()).isEqualTo(2);
    }

    @Test
    void a_read_that_is_interrupted_ends() throws Exception {
        BalanceQueries queries = queries(Duration.ofDays(400_000));
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                queries.balance(query(9));
            } catch (NotCaughtUpException | JdbcException e) {
                outcome.complete(e);
            }
        });

        while (reader.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        reader.interrupt();

        // The interrupt may also meet it while it looks at the watermark, which is an error of the database then.
        assertThat(outcome.get(30, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void a_database_that_cannot_be_reached_is_an_error_for_every_waiting_read() {
        HikariDataSource closed = new HikariDataSource();
        closed.close();
        WatermarkGate gate = new WatermarkGate(closed, "lots", Duration.ofSeconds(30));

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> gate.read(1L, () -> 1L, seq -> seq)).isInstanceOf(JdbcException.class);
        }
    }

    private BalanceQueries queries(Duration patience) {
        return new BalanceQueries(
                tables.dataSource(), new WatermarkGate(tables.dataSource(), "lots", patience), new TestClock());
    }

    private static GetBalance query(long minSeq) {
        return new GetBalance("a", CREDIT, null, minSeq);
    }
}
