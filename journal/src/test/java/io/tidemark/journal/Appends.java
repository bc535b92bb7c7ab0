package io.tidemark.journal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/** Appends of small made-up events, for tests that need no database. */
final class Appends {

    private static final byte[] NOTHING = new byte[0];

    private Appends() {}

    /** An event of a stream with a payload. */
    static EventRow row(String stream, long position, String eventId, byte[] payload) {
        return new EventRow(stream, position, "Test", eventId, "text", null, 0, payload, null, null);
    }

    /** An append of the positions from one up to another, not included, to one stream. */
    static AppendRequest to(String stream, long from, long until) {
        return to(Map.of(stream, LongStream.range(from, until).boxed().toList()), Set.of(stream));
    }

    /** An append of positions to some streams, decided on some streams. */
    static AppendRequest to(Map<String, List<Long>> positions, Set<String> read) {
        List<EventRow> rows = new ArrayList<>();
        positions.forEach((stream, numbers) -> numbers.forEach(
                position -> rows.add(row(stream, position, stream + "/" + position + "/" + rows.size(), NOTHING))));
        return of(rows, read);
    }

    /** An append of rows, which must be a sound one. */
    static AppendRequest of(List<EventRow> rows, Set<String> read) {
        try {
            return AppendRequest.of(rows, null, read);
        } catch (SQLException e) {
            throw new AssertionError("not a sound append", e);
        }
    }
}
