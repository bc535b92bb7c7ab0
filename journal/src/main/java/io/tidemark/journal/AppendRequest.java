package io.tidemark.journal;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.axonframework.common.AxonException;
import org.jspecify.annotations.Nullable;

/** The events of one unit of work on their way into the journal: all of them are recorded, or none. */
final class AppendRequest {

    /** Most payload and metadata of one append; PostgreSQL takes statements of almost four times that. */
    static final long MOST_BYTES = 256L << 20;

    private final List<EventRow> rows;
    private final @Nullable MessageClaim claim;
    private final List<StreamSpan> spans;
    private final List<String> onlyRead;
    private final long bytes;
    private final CompletableFuture<MessageClaim.Recorded> outcome = new CompletableFuture<>();

    private AppendRequest(
            List<EventRow> rows, @Nullable MessageClaim claim, Map<String, StreamSpan> spans, Set<String> read) {
        this.rows = rows;
        this.claim = claim;
        this.spans = List.copyOf(spans.values());
        this.onlyRead =
                read.stream().filter(streamId -> !spans.containsKey(streamId)).toList();
        this.bytes = rows.stream().mapToLong(AppendRequest::bytes).sum();
    }

    /**
     * A request for some rows, at least one.
     *
     * @param read the streams that were read to decide on it
     * @throws Conflict if two rows have one event id, or those of one stream do not follow on each other
     * @throws SQLException if it is too large to be stored
     */
    static AppendRequest of(List<EventRow> rows, @Nullable MessageClaim claim, Set<String> read) throws SQLException {
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
        AppendRequest request = new AppendRequest(List.copyOf(rows), claim, spans, read);
        if (request.bytes() > MOST_BYTES) {
            throw new SQLException(
                    "an append of " + request.bytes() + " bytes is more than the journal takes at once",
                    SqlStates.TOO_LARGE);
        }
        return request;
    }

    private static long bytes(EventRow row) {
        byte[] metadata = row.metadata();
        return row.payload().length + (metadata == null ? 0L : metadata.length);
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

    /** The streams that it was decided on and does not append to. */
    List<String> onlyRead() {
        return onlyRead;
    }

    /** Payload and metadata of all its rows. */
    long bytes() {
        return bytes;
    }

    /** The first row of a stream; 0 if the request does not append to it. */
    int firstRowOf(String streamId) {
        for (StreamSpan span : spans) {
            if (span.streamId().equals(streamId)) {
                return span.firstRow();
            }
        }
        return 0;
    }

    /**
     * Waits until it is known what became of it.
     *
     * @throws SQLException if the journal has no place for it
     * @throws AxonException if the journal is away, or it is not known whether it was stored
     */
    MessageClaim.Recorded await() throws SQLException {
        try {
            return outcome.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SQLException failure) {
                throw failure;
            }
            if (e.getCause() instanceof AxonException failure) {
                throw failure;
            }
            throw e;
        }
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
