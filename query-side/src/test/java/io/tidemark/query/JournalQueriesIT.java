package io.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.messages.query.GetJournalHead;
import io.tidemark.messages.query.InvalidQueryException;
import io.tidemark.messages.query.JournalEvent;
import io.tidemark.messages.query.JournalHead;
import io.tidemark.messages.query.Page;
import io.tidemark.messages.query.ReadJournal;
import io.tidemark.query.journal.JournalQueries;
import io.tidemark.query.projections.ProjectionProgress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JournalQueriesIT {

    private final LotTables tables = new LotTables();
    private final JournalQueries queries = new JournalQueries(tables.dataSource());

    @AfterEach
    void close() {
        tables.close();
    }

    @Test
    void an_empty_journal_ends_at_zero() {
        assertThat(queries.head(new GetJournalHead())).isEqualTo(new JournalHead(0, "00".repeat(32)));
        assertThat(queries.events(new ReadJournal(1, 10, null))).isEqualTo(new Page<JournalEvent>(List.of(), null, 0));
    }

    @Test
    void events_are_shown_as_they_are_stored() {
        append(1, "a", 0, "credit-granted", "1", "{\"note\":\"é 🪙\"}");
        append(2, "b", 0, "user.Noted", null, "");
        tables.run("update journal.head set hash = decode(?, 'hex')", "0f".repeat(32));

        assertThat(queries.events(new ReadJournal(1, 10, null)))
                .isEqualTo(new Page<>(
                        List.of(
                                new JournalEvent(1, "a", 0, "credit-granted", "1", recorded(1), "{\"note\":\"é 🪙\"}"),
                                new JournalEvent(2, "b", 0, "user.Noted", "", recorded(2), "")),
                        null,
                        2));
        assertThat(queries.head(new GetJournalHead())).isEqualTo(new JournalHead(2, "0f".repeat(32)));
    }

    @Test
    void pages_lead_through_the_whole_journal_and_through_one_stream() {
        List<Long> ofB = new ArrayList<>();
        for (int seq = 1; seq <= 30; seq++) {
            boolean b = seq % 3 == 0;
            if (b) {
                ofB.add((long) seq);
            }
            append(seq, b ? "b" : "a" + seq, b ? seq / 3 - 1 : 0, "x", "1", "{}");
        }

        assertThat(walk(null, 7))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 30).boxed().toList());
        assertThat(walk("b", 3)).isEqualTo(ofB);
        assertThat(queries.events(new ReadJournal(8, 2, "b")).items())
                .extracting(JournalEvent::seq)
                .containsExactly(9L, 12L);
        assertThat(queries.events(new ReadJournal(31, 2, null))).isEqualTo(new Page<JournalEvent>(List.of(), null, 30));
        assertThat(queries.events(new ReadJournal(1, 2, "nobody")).items()).isEmpty();
    }

    @Test
    void what_makes_no_sense_is_refused() {
        refused("limit", new ReadJournal(1, 0, null));
        refused("limit", new ReadJournal(1, 1_001, null));
        refused("from_seq", new ReadJournal(0, 1, null));
        refused("stream", new ReadJournal(1, 1, "\ud800"));
    }

    @Test
    void progress_is_what_is_committed_and_what_there_is() {
        append(1, "a", 0, "x", "1", "{}");
        append(2, "a", 1, "x", "1", "{}");
        tables.apply(Events.granted("a", "g", 1, "2026-03-01", null));

        assertThat(new ProjectionProgress(tables.dataSource()).of("lots"))
                .isEqualTo(new ProjectionProgress.Progress(1, 2));
    }

    private List<Long> walk(@Nullable String stream, int limit) {
        List<Long> seqs = new ArrayList<>();
        String cursor = "1";
        while (cursor != null && seqs.size() < 1_000) {
            Page<JournalEvent> page = queries.events(new ReadJournal(Long.parseLong(cursor), limit, stream));
            page.items().forEach(event -> seqs.add(event.seq()));
            cursor = page.nextCursor();
        }
        return seqs;
    }

    private void append(long seq, String stream, long streamSeq, String type, @Nullable String revision, String json) {
        tables.run(
                "insert into journal.event (seq, stream_id, stream_seq, event_id, event_type, revision, recorded_at,"
                        + " payload, checksum) values (?, ?, ?, ?, ?, ?, ?, ?, 0)",
                seq,
                stream,
                streamSeq,
                "event-" + seq,
                type,
                revision,
                Micros.atOrBefore(recorded(seq)),
                json.getBytes(StandardCharsets.UTF_8));
        tables.run("update journal.head set seq = ?", seq);
    }

    private static Instant recorded(long seq) {
        return Instant.parse("2026-03-01T00:00:00.000001Z").plusSeconds(seq);
    }

    private void refused(String field, ReadJournal query) {
        assertThatThrownBy(() -> queries.events(query))
                .isInstanceOfSatisfying(
                        InvalidQueryException.class,
                        refusal -> assertThat(refusal.field()).isEqualTo(field));
    }
}
