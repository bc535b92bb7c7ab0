package io.tidemark.bench.ledger;

import io.tidemark.bench.database.ScratchDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * Fills a journal by SQL with grants that look like the ledger's. Good for measuring against a journal of that size and
 * for nothing else: they are one group whose hash is made up, so the journal does not verify; and the projections are
 * told that they have them, and do not.
 */
public final class JournalFill {

    /** Lots of each account. */
    public static final int EVENTS_OF_A_STREAM = 100;

    /** Rows in seq order; refs in no order, as those of the load. */
    private static final String EVENTS = """
            insert into journal.event (seq, stream_id, stream_seq, stream_type, event_id, event_type, revision,
                                       recorded_at, payload, metadata, ref, fingerprint, message_size, checksum)
            select seq, stream_id, stream_seq, 'Account', gen_random_uuid()::text, 'credit-granted', '1',
                   1700000000000000 + seq,
                   convert_to(format('{"account":"%s","ref":"%s","currency":"CREDIT","index":0,"kind":"grant",'
                                     '"issuer":"bench","amount":100,"expires_at_us":%s,'
                                     '"effective_at_us":%s}', stream_id, ref, 4110000000000000 + seq,
                                     1700000000000000 + seq), 'UTF8'),
                   null, ref, substring(sha256(ref::bytea) for 16), 1, 0
            from (select seq, 'filler-' || lpad(((seq - 1) / ?)::text, 9, '0') as stream_id, (seq - 1) % ? as stream_seq,
                         substring(md5(seq::text) for 20) as ref
                  from generate_series(?::bigint, ?::bigint) as seq) as fill
            """;

    /** The first events grant a lot each, and all others take one unit from one of these. */
    private static final String HOT_EVENTS = """
            insert into journal.event (seq, stream_id, stream_seq, stream_type, event_id, event_type, revision,
                                       recorded_at, payload, metadata, ref, fingerprint, message_size, checksum)
            select seq, account, (seq - 1) / lots, 'Account', gen_random_uuid()::text,
                   case when seq <= lots then 'credit-granted' else 'credit-spent' end, '1', 1700000000000000 + seq,
                   convert_to(case when seq <= lots
                       then format('{"account":"%s","ref":"%s","currency":"CREDIT","index":0,"kind":"grant",'
                                   '"issuer":"bench","amount":1000000000,"effective_at_us":1700000000000000}', account, ref)
                       else format('{"account":"%s","ref":"%s","currency":"CREDIT","index":0,"amount":1,"drains":'
                                   '[{"ref":"%s","index":0,"amount":1,"granted_at_us":1700000000000000}],'
                                   '"effective_at_us":%s}', account, ref,
                                   substring(md5(((seq - 1) % lots + 1)::text) for 20), 1700000000000000 + seq)
                       end, 'UTF8'),
                   null, ref, substring(sha256(ref::bytea) for 16), 1, 0
            from (select seq, lots, 'filler-' || lpad(((seq - 1) % lots)::text, 9, '0') as account,
                         substring(md5(seq::text) for 20) as ref
                  from (select ?::bigint as lots) as hot, generate_series(?::bigint, ?::bigint) as seq) as fill
            """;

    private static final String GROUP = """
            with made_up as (
                select seq, sha256(seq::text::bytea) as hash, recorded_at from journal.event order by seq desc limit 1
            ), batch as (
                insert into journal.batch (seq_from, seq_to, hash) select 1, seq, hash from made_up
            )
            update journal.head as h set seq = m.seq, hash = m.hash, recorded_at = m.recorded_at from made_up as m
            """;

    /** The projections are to believe that they have all of it. */
    private static final String WATERMARKS =
            "update projection.generation set watermark = (select seq from journal.head) where state = 'live'";

    private JournalFill() {}

    /** The account of that number, from 0. */
    public static String account(int number) {
        return String.format(Locale.ROOT, "filler-%09d", number);
    }

    /**
     * Fills the journal of a database that a ledger has laid out and written nothing to. Every event is a lot of its own
     * that is open until after the year 2100; {@value #EVENTS_OF_A_STREAM} follow each other on one account, see {@link
     * #account}.
     *
     * @param events number of events
     */
    public static void fill(ScratchDatabase database, int events) throws SQLException {
        fill(database, events, List.of(EVENTS_OF_A_STREAM, EVENTS_OF_A_STREAM), EVENTS);
    }

    /** The same with a journal in which all events but the first few spend from a few lots. */
    public static void fillHot(ScratchDatabase database, int lots, int events) throws SQLException {
        fill(database, events, List.of(lots), HOT_EVENTS);
    }

    private static void fill(ScratchDatabase database, int events, List<Integer> shape, String insert)
            throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            // Indexes that are built at once take a tenth of the time.
            statement.execute("alter table journal.event drop constraint event_stream_key");
            statement.execute("drop index journal.event_ref_key");
            int half = events / 2;
            CompletableFuture<?> first = CompletableFuture.runAsync(() -> insert(database, insert, shape, 1, half));
            insert(database, insert, shape, half + 1, events);
            first.join();
            statement.execute(
                    "alter table journal.event add constraint event_stream_key unique (stream_id, stream_seq)");
            statement.execute("create unique index event_ref_key on journal.event (ref) where ref is not null");
            statement.execute(GROUP);
            statement.execute(WATERMARKS);
            // Or the first runs would pay for what only follows from the fill.
            statement.execute("vacuum (freeze, analyze) journal.event");
        }
    }

    /** A part of the events: two sessions make them faster than one. */
    private static void insert(ScratchDatabase database, String insert, List<Integer> shape, int from, int to) {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(insert)) {
            int parameter = 1;
            for (int each : shape) {
                statement.setInt(parameter++, each);
            }
            statement.setInt(parameter++, from);
            statement.setInt(parameter, to);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("a journal could not be filled", e);
        }
    }
}
