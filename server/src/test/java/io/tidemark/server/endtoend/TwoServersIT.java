package io.tidemark.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testkit.LedgerInvariants;
import io.tidemark.testkit.Seeds;
import io.tidemark.testkit.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Two servers, each a process of its own, on one database: nothing is lost or doubled, and neither stops the other. */
class TwoServersIT {

    private static final int MESSAGES = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration ABANDONED_AFTER = Duration.ofSeconds(2);
    private static final String IDLE_IN_TRANSACTION =
            "--tidemark.journal.idle-in-transaction=" + ABANDONED_AFTER.toMillis() + "ms";

    /** Writers that have the head's row and do not go on: nothing of theirs runs in the database. */
    private static final String ABANDONED_HEADS = """
            select count(*) from pg_stat_activity a
            where a.datname = current_database() and a.application_name = 'tidemark journal writer'
              and a.state = 'idle in transaction' and now() - a.state_change > interval '200 milliseconds'
              and exists (select from pg_locks l where l.pid = a.pid and l.relation = 'journal.head'::regclass
                            and l.mode in ('RowShareLock', 'RowExclusiveLock'))
            """;

    /** What grants created less what spends consumed and what is left in lots. */
    private static final String OUT_OF_BALANCE = """
            with e as (select event_type, convert_from(payload, 'UTF8')::jsonb as p from journal.event)
            select (select coalesce(sum((p->>'amount')::numeric), 0) from e where event_type = 'credit-granted')
                 - (select coalesce(sum((d->>'amount')::numeric), 0) from e, jsonb_array_elements(p->'drains') d
                    where event_type = 'credit-spent')
                 - (select coalesce(sum(remaining), 0) from lots.lot)
            """;

    private final long seed = Seeds.orElse(20261126).getFirst();
    private final PGSimpleDataSource database = (PGSimpleDataSource) TestPostgres.emptyDatabase();
    private final CrashTraffic traffic = new CrashTraffic(seed);

    @Test
    void both_take_messages_for_the_same_ten_accounts() throws Exception {
        try (ServerProgram one = ServerProgram.startOn(database);
                ServerProgram two = ServerProgram.startOn(database);
                LedgerHttp first = new LedgerHttp(one.url());
                LedgerHttp second = new LedgerHttp(two.url());
                CrashTraffic.Running atOne = traffic.start(first, 1);
                CrashTraffic.Running atTwo = traffic.start(second, 2)) {
            awaitAcknowledged(MESSAGES, PATIENCE);
            atOne.join();
            atTwo.join();
            assertThat(traffic.unknown).as("every message has its answer").isEmpty();
            settleAndCheck(first, second);
        }
    }

    @Test
    void one_that_is_stopped_while_it_has_the_head_holds_the_other_up_for_a_moment_only() throws Exception {
        try (ServerProgram one = ServerProgram.startOn(database, IDLE_IN_TRANSACTION);
                ServerProgram two = ServerProgram.startOn(database, IDLE_IN_TRANSACTION);
                LedgerHttp first = new LedgerHttp(one.url());
                LedgerHttp second = new LedgerHttp(two.url());
                CrashTraffic.Running atOne = traffic.start(first, 1);
                CrashTraffic.Running atTwo = traffic.start(second, 2)) {
            awaitAcknowledged(MESSAGES / 10, PATIENCE);
            stopWithTheHead(one);
            try {
                Instant stopped = Instant.now();
                awaitAcknowledged(traffic.acknowledged.size() + MESSAGES / 10, PATIENCE);
                assertThat(Duration.between(stopped, Instant.now()))
                        .as("until the other has taken messages again")
                        .isLessThan(ABANDONED_AFTER.plusSeconds(10));
            } finally {
                Signals.send("CONT", one.processId());
            }
            awaitAcknowledged(traffic.acknowledged.size() + MESSAGES / 10, PATIENCE);
            atOne.join();
            atTwo.join();
            settleAndCheck(first, second);
        }
    }

    /** Stops a server again and again, until it is stopped in the middle of a transaction that has the head's row. */
    private void stopWithTheHead(ServerProgram server) throws Exception {
        Random random = new Random(seed);
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            Signals.send("STOP", server.processId());
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
            if (JournalFindings.number(database, ABANDONED_HEADS) > 0) {
                return;
            }
            Signals.send("CONT", server.processId());
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(50)).toNanos());
        }
        throw new AssertionError("it was never stopped with the head");
    }

    private void settleAndCheck(LedgerHttp first, LedgerHttp second) throws InterruptedException {
        // Each is asked for everything, also for what the other has taken.
        traffic.settle(first);
        traffic.settle(second);
        assertThat(traffic.unknown).isEmpty();
        assertThat(traffic.lost).as("lost, " + Seeds.howToRepeat(seed)).isEmpty();
        assertThat(traffic.strange).as("strange, " + Seeds.howToRepeat(seed)).isEmpty();
        assertThat(JournalFindings.of(database, traffic.acknowledged)).isEqualTo(new JournalFindings(0, 0, 0, 0));
        long head = first.head();
        LedgerInvariants.awaitAndCheck(database, head);
        assertThat(JournalFindings.number(database, OUT_OF_BALANCE))
                .as("the sum of all")
                .isZero();
        assertThat(balances(first, head)).isEqualTo(balances(second, head));
    }

    private static List<Long> balances(LedgerHttp http, long seq) {
        List<Long> balances = new ArrayList<>();
        for (int i = 0; i < CrashTraffic.ACCOUNTS; i++) {
            Stream.of("a" + i, "b" + i)
                    .map(account -> http.get(LedgerHttp.account(account, "balance?min_seq=" + seq)))
                    .forEach(balance -> balances.add(balance.path("balance").asLong()));
        }
        return balances;
    }

    private void awaitAcknowledged(int enough, Duration patience) {
        Instant deadline = Instant.now().plus(patience);
        while (traffic.acknowledged.size() < enough) {
            assertThat(Instant.now())
                    .as("messages are taken; strange: " + traffic.strange)
                    .isBefore(deadline);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }
}
