package io.tidemark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * What must hold of every ledger at rest, asked of the database alone. Each question counts what breaks it, in SQL over
 * the journal's stored JSON, and shares no code with the ledger.
 */
public final class LedgerInvariants {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private LedgerInvariants() {}

    /**
     * Waits until all projections have committed a seq, and checks everything.
     *
     * @param headSeq the last seq of the journal, which must not grow meanwhile
     */
    public static void awaitAndCheck(DataSource database, long headSeq) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (number(database, "select min(watermark) from projection.generation where state = 'live'") < headSeq) {
            assertThat(Instant.now()).as("the projections reach seq " + headSeq).isBefore(deadline);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        check(database);
    }

    /** Checks everything. The projections must have caught up. */
    public static void check(DataSource database) {
        none(database, "seqs without a gap", "select count(*) - coalesce(max(seq), 0) from journal.event");
        none(
                database,
                "the head is the last seq",
                "select (select coalesce(max(seq), 0) from journal.event) - seq from journal.head");
        none(database, "batches tile the journal", """
                select count(*) from (
                    select seq_from, lag(seq_to, 1, 0::bigint) over (order by seq_to) as before from journal.batch
                ) b where seq_from <> before + 1""");
        none(database, "streams without a gap", """
                select count(*) from (
                    select stream_id from journal.event group by stream_id having max(stream_seq) + 1 <> count(*)
                ) s""");
        none(database, "recorded time never falls", """
                select count(*) from (
                    select recorded_at < lag(recorded_at) over (order by seq) as falls from journal.event
                ) t where falls""");
        none(database, "every event is of a whole message", """
                select (select count(*) from journal.event) - (select coalesce(sum(message_size), 0) from journal.event)""");
        none(
                database,
                "no lot is negative or above its grant",
                "select count(*) from lots.lot where remaining < 0 or remaining > amount");
        none(database, "every lot is granted once in the journal and has what its drains left", LOTS_DIFFER);
        none(database, "what was transferred was received", """
                select coalesce(sum(case event_type when 'transferred' then (p->>'amount')::numeric else -(p->>'amount')::numeric end), 0)
                from (select event_type, convert_from(payload, 'UTF8')::jsonb as p from journal.event) e
                where event_type in ('transferred', 'credit-received')""");
        none(database, "the history of an account adds up to its lots", """
                select count(*) from (
                    select account, currency, sum(amount) as moved from history.movement group by 1, 2
                ) m full join (
                    select account, currency, sum(remaining) as kept from lots.lot group by 1, 2
                ) l using (account, currency)
                where coalesce(m.moved, 0) <> coalesce(l.kept, 0)""");
    }

    private static final String LOTS_DIFFER = """
            with e as (select event_type, convert_from(payload, 'UTF8')::jsonb as p from journal.event),
            granted as (
                select p->>'account' as account, p->>'ref' as ref, (p->>'index')::int as i, (p->>'amount')::numeric as a
                from e where event_type = 'credit-granted'
                union all
                select p->>'account', p->>'ref', (l->>'index')::int, (l->>'amount')::numeric
                from e, jsonb_array_elements(p->'lots') l where event_type = 'credit-received'
            ), drained as (
                select p->>'account' as account, d->>'ref' as ref, (d->>'index')::int as i, sum((d->>'amount')::numeric) as a
                from e, jsonb_array_elements(p->'drains') d where event_type in ('credit-spent', 'transferred')
                group by 1, 2, 3
            ), fold as (
                select account, ref, i, g.a as amount, g.a - coalesce(d.a, 0) as remaining
                from granted g left join drained d using (account, ref, i)
            )
            select count(*) from fold f full join lots.lot l
                on l.account = f.account and l.ref = f.ref and l.lot_index = f.i
            where (f.amount, f.remaining) is distinct from (l.amount::numeric, l.remaining::numeric)""";

    private static void none(DataSource database, String invariant, String countOfBreaches) {
        assertThat(number(database, countOfBreaches)).as(invariant).isZero();
    }

    private static long number(DataSource database, String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot ask the database: " + sql, e);
        }
    }
}
