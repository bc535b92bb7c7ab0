package io.tidemark.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DomainEventData;

/**
 * Reads the streams of many aggregates with two queries, where loading them one by one takes two each. Takes a
 * connection of the pool for each call; thread-safe.
 */
final class StreamsReader {

    /** With the bound of snapshots, what is read of a stream is some hundred bytes as a rule, and 100 KB at most. */
    private static final int MOST_EVENTS = 50;

    private static final int MOST_SNAPSHOT_BYTES = 65_536;

    private static final String SNAPSHOTS = "select " + EventReader.COLUMNS_BUT_PAYLOAD
            + ", case when octet_length(payload) <= ? then payload end as payload"
            + " from journal.snapshot where stream_id = any (?)";

    private static final String EVENTS = "select e.*"
            + " from unnest(?::text[], ?::bigint[]) with ordinality as w (id, first, place) cross join lateral"
            + " (select " + EventReader.COLUMNS + " from journal.event"
            + " where stream_id = w.id and stream_seq >= w.first and stream_type is not null"
            + " order by stream_seq limit ?) as e order by w.place, e.stream_seq";

    private final DataSource dataSource;

    StreamsReader(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Reads streams. One whose snapshot is large, or that has many events since, is left out: it costs enough by itself.
     *
     * @return what was read, by stream; a stream without events is read too
     */
    Map<String, ReadAhead.Loaded> read(Collection<String> streamIds) throws SQLException {
        Map<String, ReadAhead.Loaded> read = LinkedHashMap.newLinkedHashMap(streamIds.size());
        streamIds.forEach(id -> read.put(id, new ReadAhead.Loaded(null, new ArrayList<>())));
        try (Connection connection = dataSource.getConnection()) {
            addSnapshots(connection, read);
            addEvents(connection, read);
        }
        read.values().removeIf(each -> each.events().size() == MOST_EVENTS);
        return read;
    }

    private static void addSnapshots(Connection connection, Map<String, ReadAhead.Loaded> loaded) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SNAPSHOTS)) {
            statement.setInt(1, MOST_SNAPSHOT_BYTES);
            statement.setArray(
                    2, connection.createArrayOf("text", loaded.keySet().toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String id = rows.getString("stream_id");
                    if (rows.getBytes("payload") == null) {
                        loaded.remove(id);
                    } else {
                        loaded.put(id, new ReadAhead.Loaded(EventReader.eventOfStream(rows), new ArrayList<>()));
                    }
                }
            }
        }
    }

    private static void addEvents(Connection connection, Map<String, ReadAhead.Loaded> loaded) throws SQLException {
        List<String> ids = new ArrayList<>(loaded.size());
        List<Long> firsts = new ArrayList<>(loaded.size());
        loaded.forEach((id, each) -> {
            ids.add(id);
            firsts.add(each.first());
        });
        try (PreparedStatement statement = connection.prepareStatement(EVENTS)) {
            statement.setArray(1, connection.createArrayOf("text", ids.toArray()));
            statement.setArray(2, connection.createArrayOf("bigint", firsts.toArray()));
            statement.setInt(3, MOST_EVENTS);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    DomainEventData<byte[]> event = EventReader.eventOfStream(rows);
                    Objects.requireNonNull(loaded.get(event.getAggregateIdentifier()))
                            .events()
                            .add(event);
                }
            }
        }
    }
}
