package io.tidemark.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Reads events, positions and snapshots. Takes a connection of the pool for each call; thread-safe. */
final class EventReader {

    /** What {@link #eventOfStream} needs of a row besides its payload. */
    static final String COLUMNS_BUT_PAYLOAD =
            "stream_type, stream_id, stream_seq, event_id, recorded_at, event_type, revision, metadata";

    /** What {@link #eventOfStream} needs of a row. */
    static final String COLUMNS = COLUMNS_BUT_PAYLOAD + ", payload";

    private static final String BY_SEQ =
            "select " + COLUMNS + ", seq from journal.event where seq > ? order by seq limit ?";

    private static final String BY_STREAM = "select " + COLUMNS
            + " from journal.event where stream_id = ? and stream_seq >= ? and stream_type is not null"
            + " order by stream_seq limit ?";

    private static final String SNAPSHOT = "select " + COLUMNS + " from journal.snapshot where stream_id = ?";

    private static final String STORE_SNAPSHOT = """
            insert into journal.snapshot as s (stream_type, stream_id, stream_seq, event_id, recorded_at, event_type,
                                               revision, payload, metadata)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (stream_id) do update
            set stream_type = excluded.stream_type, stream_seq = excluded.stream_seq, event_id = excluded.event_id,
                recorded_at = excluded.recorded_at, event_type = excluded.event_type, revision = excluded.revision,
                payload = excluded.payload, metadata = excluded.metadata
            where s.stream_seq < excluded.stream_seq
            """;

    private static final String HEAD = "select seq from journal.head";

    private static final String FIRST_AT = "select min(seq) from journal.event where recorded_at >= ?";

    private static final String LAST_OF_STREAM =
            "select max(stream_seq) from journal.event where stream_id = ? and stream_type is not null";

    private static final String BY_REF = "select " + COLUMNS + ", seq, fingerprint from journal.event"
            + " where seq between (select seq from journal.event where ref = ?)"
            + " and (select seq + message_size - 1 from journal.event where ref = ?) order by seq";

    private static final String ENDS_ELSEWHERE = """
            select 1 from unnest(?::text[], ?::bigint[]) as w (stream_id, last)
            where exists (select from journal.event e
                          where e.stream_id = w.stream_id and e.stream_seq = w.last + 1)
               or w.last >= 0
                  and not exists (select from journal.event e
                                  where e.stream_id = w.stream_id and e.stream_seq = w.last)
            limit 1
            """;

    private final DataSource dataSource;

    EventReader(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Up to {@code limit} events after a seq, in seq order. */
    List<TrackedEventData<byte[]>> after(long seq, int limit) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(BY_SEQ)) {
            statement.setLong(1, seq);
            statement.setInt(2, limit);
            List<TrackedEventData<byte[]>> events = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    events.add(event(rows, new GlobalSequenceTrackingToken(rows.getLong("seq"))));
                }
            }
            return events;
        }
    }

    /** Up to {@code limit} events of a stream from a position on, in order. */
    List<DomainEventData<byte[]>> ofStream(String streamId, long first, int limit) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(BY_STREAM)) {
            statement.setString(1, streamId);
            statement.setLong(2, first);
            statement.setInt(3, limit);
            List<DomainEventData<byte[]>> events = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    events.add(eventOfStream(rows));
                }
            }
            return events;
        }
    }

    Optional<DomainEventData<byte[]>> snapshot(String streamId) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(SNAPSHOT)) {
            statement.setString(1, streamId);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(eventOfStream(rows)) : Optional.empty();
            }
        }
    }

    /** Keeps a snapshot, unless a later one of its stream is kept already. */
    void storeSnapshot(DomainEventMessage<?> snapshot, Serializer serializer) throws SQLException {
        SerializedObject<byte[]> payload = snapshot.serializePayload(serializer, byte[].class);
        SerializedObject<byte[]> metadata = snapshot.serializeMetaData(serializer, byte[].class);
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(STORE_SNAPSHOT)) {
            statement.setString(1, snapshot.getType());
            statement.setString(2, snapshot.getAggregateIdentifier());
            statement.setLong(3, snapshot.getSequenceNumber());
            statement.setString(4, snapshot.getIdentifier());
            statement.setLong(5, Micros.of(snapshot.getTimestamp()));
            statement.setString(6, payload.getType().getName());
            statement.setString(7, payload.getType().getRevision());
            statement.setBytes(8, payload.getData());
            statement.setBytes(9, snapshot.getMetaData().isEmpty() ? null : metadata.getData());
            statement.executeUpdate();
        }
    }

    /** The last seq, 0 when the journal is empty. */
    long head() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(HEAD)) {
            return number(statement).orElseThrow();
        }
    }

    /** The first seq that was recorded at or after an instant. */
    OptionalLong firstAt(Instant instant) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(FIRST_AT)) {
            statement.setLong(1, Micros.of(instant));
            return number(statement);
        }
    }

    /** The last position of a stream. */
    OptionalLong lastOfStream(String streamId) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(LAST_OF_STREAM)) {
            statement.setString(1, streamId);
            return number(statement);
        }
    }

    /** A message by its ref: where it was recorded, and the stored form of its events. */
    Optional<StoredMessage> message(String ref) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(BY_REF)) {
            statement.setString(1, ref);
            statement.setString(2, ref);
            List<TrackedEventData<byte[]>> events = new ArrayList<>();
            String fingerprint = "";
            long seqFrom = 0;
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (events.isEmpty()) {
                        fingerprint = HexFormat.of().formatHex(rows.getBytes("fingerprint"));
                        seqFrom = rows.getLong("seq");
                    }
                    events.add(event(rows, new GlobalSequenceTrackingToken(rows.getLong("seq"))));
                }
            }
            return events.isEmpty() ? Optional.empty() : Optional.of(new StoredMessage(fingerprint, seqFrom, events));
        }
    }

    /** Whether a stream lacks its given position, or has the one after it. */
    boolean anyStreamEndsElsewhere(Map<String, Long> lastPositions) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(ENDS_ELSEWHERE)) {
            statement.setArray(
                    1, connection.createArrayOf("text", lastPositions.keySet().toArray()));
            statement.setArray(
                    2, connection.createArrayOf("bigint", lastPositions.values().toArray()));
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    private static OptionalLong number(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                return OptionalLong.empty();
            }
            long value = row.getLong(1);
            return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
        }
    }

    /** The event of a stream, or the snapshot, that a row holds. */
    static StoredEvent.OfStream eventOfStream(ResultSet row) throws SQLException {
        return (StoredEvent.OfStream) event(row, null);
    }

    private static StoredEvent event(ResultSet row, @Nullable TrackingToken token) throws SQLException {
        byte[] metadata = StoredEvent.metadata(row.getBytes("metadata"));
        Instant recordedAt = Instant.EPOCH.plus(row.getLong("recorded_at"), ChronoUnit.MICROS);
        String streamType = row.getString("stream_type");
        return streamType == null
                ? new StoredEvent(
                        token,
                        row.getString("event_id"),
                        recordedAt,
                        row.getString("event_type"),
                        row.getString("revision"),
                        row.getBytes("payload"),
                        metadata)
                : ofStream(row, token, streamType, recordedAt, metadata);
    }

    private static StoredEvent.OfStream ofStream(
            ResultSet row, @Nullable TrackingToken token, String streamType, Instant recordedAt, byte[] metadata)
            throws SQLException {
        return new StoredEvent.OfStream(
                token,
                streamType,
                row.getString("stream_id"),
                row.getLong("stream_seq"),
                row.getString("event_id"),
                recordedAt,
                row.getString("event_type"),
                row.getString("revision"),
                row.getBytes("payload"),
                metadata);
    }

    /**
     * A message as it is stored.
     *
     * @param fingerprint what tells the same message from another one, lower-case hex
     * @param seqFrom seq of its first event
     * @param events its events, in order
     */
    record StoredMessage(String fingerprint, long seqFrom, List<TrackedEventData<byte[]>> events) {}
}
