package io.tidemark.query.journal;

import io.tidemark.messages.query.GetJournalHead;
import io.tidemark.messages.query.InvalidQueryException;
import io.tidemark.messages.query.JournalEvent;
import io.tidemark.messages.query.JournalHead;
import io.tidemark.messages.query.Page;
import io.tidemark.messages.query.ReadJournal;
import io.tidemark.query.Micros;
import io.tidemark.query.QueryLimits;
import io.tidemark.query.sql.Columns;
import io.tidemark.query.sql.Reader;
import io.tidemark.query.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.queryhandling.QueryHandler;

/** Shows the journal as it is stored. Thread-safe. */
public class JournalQueries {

    private static final String HEAD = "select h.seq, h.hash from journal.head h";

    private static final String BEGIN = """
            select h.seq as head, e.seq, e.stream_id, e.stream_seq, e.event_type, e.revision, e.recorded_at, e.payload
            from journal.head h
            left join (
                select j.seq, j.stream_id, j.stream_seq, j.event_type, j.revision, j.recorded_at, j.payload
                from journal.event j
                where j.seq >= ?
            """;

    private static final String ALL_STREAMS = "order by j.seq limit ?";

    /**
     * Order within a stream is order in the journal, and the stream has an index. A cursor names an event of the
     * stream, from which the index is entered; any other seq is looked for from the stream's beginning.
     */
    private static final String ONE_STREAM = """
            and j.stream_id = ?
            and j.stream_seq >= coalesce(
                (select f.stream_seq from journal.event f where f.seq = ? and f.stream_id = ?), 0)
            order by j.stream_seq
            limit ?
            """;

    private static final String END = ") e on true order by e.seq";

    private final Reader reader;

    /**
     * The queries over a database.
     *
     * @param dataSource the database with the journal
     */
    public JournalQueries(DataSource dataSource) {
        this.reader = new Reader(dataSource);
    }

    /** Where the journal ends. */
    @QueryHandler
    public JournalHead head(GetJournalHead query) {
        return reader.read(Sql.of(HEAD), rows -> {
            if (!rows.next()) {
                throw new IllegalStateException("the head of the journal is missing");
            }
            return new JournalHead(rows.getLong("seq"), HexFormat.of().formatHex(rows.getBytes("hash")));
        });
    }

    /**
     * What Axon calls. Declared without the type of the rows, for no response type that a caller can name matches a
     * handler that declares {@code Page<JournalEvent>}: ask with {@code ResponseTypes.instanceOf(Page.class)}.
     */
    @QueryHandler
    @SuppressWarnings("rawtypes")
    public Page answer(ReadJournal query) {
        return events(query);
    }

    /**
     * A page of events.
     *
     * @throws InvalidQueryException if the limit, the first seq or the stream is wrong
     */
    public Page<JournalEvent> events(ReadJournal query) {
        QueryLimits.requireLimit(query.limit());
        if (query.fromSeq() < 1) {
            throw new InvalidQueryException("from_seq", "from_seq is at least 1, not " + query.fromSeq());
        }
        String stream = query.stream();
        Sql sql = Sql.of(BEGIN, query.fromSeq());
        if (stream == null) {
            sql.add(ALL_STREAMS, query.limit() + 1);
        } else {
            QueryLimits.requireText("stream", stream);
            sql.add(ONE_STREAM, stream, query.fromSeq(), stream, query.limit() + 1);
        }
        return reader.read(sql.add(END), rows -> page(rows, query.limit()));
    }

    private static Page<JournalEvent> page(ResultSet rows, int limit) throws SQLException {
        List<JournalEvent> events = new ArrayList<>();
        String next = null;
        long head = 0;
        while (rows.next()) {
            head = rows.getLong("head");
            Long seq = Columns.number(rows, "seq");
            if (seq == null) {
                continue;
            }
            if (events.size() == limit) {
                next = Long.toString(seq);
            } else {
                events.add(event(rows, seq));
            }
        }
        return new Page<>(events, next, head);
    }

    private static JournalEvent event(ResultSet rows, long seq) throws SQLException {
        String revision = Columns.text(rows, "revision");
        return new JournalEvent(
                seq,
                rows.getString("stream_id"),
                rows.getLong("stream_seq"),
                rows.getString("event_type"),
                // An event of a user's own may have been stored without one.
                revision == null ? "" : revision,
                Micros.toInstant(rows.getLong("recorded_at")),
                new String(rows.getBytes("payload"), StandardCharsets.UTF_8));
    }
}
