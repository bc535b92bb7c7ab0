package io.tidemark.journal;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The events of one unit of work on their way into the journal: all of them are recorded, or none. */
final class AppendRequest {

    private final List<EventRow> rows;
    private final @Nullable MessageClaim claim;
    private final List<StreamSpan> spans;
    private final CompletableFuture<MessageClaim.Recorded> outcome = new CompletableFuture<>();

    private AppendRequest(List<EventRow> rows, @Nullable MessageClaim claim, List<StreamSpan> spans) {
        this.rows = rows;
        this.claim = claim;
        this.spans = spans;
    }

    /**
     * A request for some rows, at least one.
     *
     * @throws Conflict if two rows have one event id, or those of one stream do not follow on each other
     */
    static AppendRequest of(List<EventRow> rows, @Nullable MessageClaim claim) throws Conflict {
        Map<String, StreamSpan> spans = LinkedHashMap.newLinkedHashMap(2);
        for (int i = 0; i < rows.size(); i++) {
            EventRow row = rows.get(i);
            if (row.isInStream()) {
                StreamSpan span = spans.get(row.streamId());
                if (span == null) {
                    spans.put(row.streamId(), new StreamSpan(row.streamId(), i, row.streamSeq()));
                } else if (row.streamSeq() == span.last + 1) {
                    span.last = row.streamSeq();
                } else {
                    throw new Conflict("events of stream '" + row.streamId() + "' do not follow on each other", i);
                }
            }
        }
        refuseRepeatedIds(rows);
        return new AppendRequest(List.copyOf(rows), claim, List.copyOf(spans.values()));
    }

    private static void refuseRepeatedIds(List<EventRow> rows) throws Conflict {
        if (rows.size() > 1) {
            Set<String> ids = HashSet.newHashSet(rows.size());
            for (int i = 0; i < rows.size(); i++) {
                if (!ids.add(rows.get(i).eventId())) {
                    throw new Conflict(
                            "two events have the identifier '" + rows.get(i).eventId() + "'", i);
                }
            }
        }
    }

    List<EventRow> rows() {
        return rows;
    }

    @Nullable
    MessageClaim claim() {
        return claim;
    }

    /** The streams it appends to, each with the positions it takes there. */
    List<StreamSpan> spans() {
        return spans;
    }

    CompletableFuture<MessageClaim.Recorded> outcome() {
        return outcome;
    }

    /** The positions that a request takes in one stream, both ends inclusive. */
    static final class StreamSpan {
        private final String streamId;
        private final int firstRow;
        private final long first;
        private long last;

        StreamSpan(String streamId, int firstRow, long first) {
            this.streamId = streamId;
            this.firstRow = firstRow;
            this.first = first;
            this.last = first;
        }

        String streamId() {
            return streamId;
        }

        int firstRow() {
            return firstRow;
        }

        long first() {
            return first;
        }

        long last() {
            return last;
        }
    }
}
