package io.tidemark.query.history;

import io.tidemark.messages.query.ListHistory;
import io.tidemark.messages.query.ListHistory.Direction;
import io.tidemark.messages.query.ListHistory.Filter;
import io.tidemark.query.Micros;
import io.tidemark.query.QueryLimits;
import io.tidemark.query.cursor.Cursor;
import io.tidemark.query.sql.Sql;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The statement of a page of movements, and the cursor that leads to the next. */
final class HistorySql {

    /** Notes of the message, overlaid by those of the item. */
    private static final String MERGED = "(coalesce(g.metadata, '{}'::jsonb) || coalesce(m.metadata, '{}'::jsonb))";

    private static final String BEGIN = """
            select w.seq as shown_seq, h.currency, h.ref, h.movement_index, h.kind, h.amount, h.shortfall, h.counterparty,
                   h.effective_at, h.recorded_at, h.seq, h.expires_at,
                   array(select e.key from jsonb_each_text(h.metadata) e order by e.key) as metadata_keys,
                   array(select e.value from jsonb_each_text(h.metadata) e order by e.key) as metadata_values
            from history.watermark w
            left join (
                select m.currency, m.ref, m.movement_index, m.kind, m.amount, m.shortfall, m.counterparty,
                       m.effective_at, m.recorded_at, m.seq, m.expires_at,
                       %s as metadata
                from history.movement m
                left join history.message g on g.ref = m.ref
                where m.account = ?
            """.formatted(MERGED);

    private static final String HAS_METADATA = """
            and not exists (
                select from unnest(?::text[], ?::text[]) as x (key, value)
                where %s ->> x.key is distinct from x.value
            )
            """.formatted(MERGED);

    private static final String LACKS_METADATA = """
            and not exists (
                select from unnest(?::text[], ?::text[]) as x (key, value)
                where %s ->> x.key = x.value
            )
            """.formatted(MERGED);

    private HistorySql() {}

    /** The page that the query asks for, and one row of the next. */
    static Sql page(ListHistory query) {
        Sql sql = Sql.of(BEGIN, query.account());
        filter(sql, query.filter());
        if (query.cursor() != null) {
            Cursor.Key after = cursor(query).key(query.cursor());
            sql.add(
                    "and (m.effective_at, m.seq, m.movement_index) " + (query.newestFirst() ? "<" : ">") + " (?, ?, ?)",
                    after.number(0),
                    after.number(1),
                    after.number(2));
        }
        String way = query.newestFirst() ? " desc" : "";
        sql.add(
                "order by m.effective_at" + way + ", m.seq" + way + ", m.movement_index" + way + " limit ?",
                query.limit() + 1);
        return sql.add(") h on true order by h.effective_at" + way + ", h.seq" + way + ", h.movement_index" + way);
    }

    private static void filter(Sql sql, Filter filter) {
        if (filter.currency() != null) {
            sql.add("and m.currency = ?", filter.currency());
        }
        if (filter.direction() != null) {
            sql.add(filter.direction() == Direction.IN ? "and m.amount > 0" : "and m.amount < 0");
        }
        if (filter.kind() != null) {
            sql.add("and m.kind = ?", filter.kind().code());
        }
        if (filter.from() != null) {
            sql.add("and m.effective_at >= ?", Micros.atOrAfter(filter.from()));
        }
        if (filter.to() != null) {
            sql.add("and m.effective_at <= ?", Micros.atOrBefore(filter.to()));
        }
        metadata(sql, HAS_METADATA, filter.metadata());
        metadata(sql, LACKS_METADATA, filter.excludedMetadata());
    }

    private static void metadata(Sql sql, String piece, Map<String, String> metadata) {
        if (!metadata.isEmpty()) {
            List<Map.Entry<String, String>> entries = List.copyOf(metadata.entrySet());
            String[] keys = entries.stream().map(Map.Entry::getKey).toArray(String[]::new);
            String[] values = entries.stream().map(Map.Entry::getValue).toArray(String[]::new);
            sql.add(piece, keys, values);
        }
    }

    /** Refuses texts that the database would take for others. */
    static void requireTexts(Filter filter) {
        if (filter.currency() != null) {
            QueryLimits.requireText("currency", filter.currency());
        }
        for (Map<String, String> metadata : Arrays.asList(filter.metadata(), filter.excludedMetadata())) {
            metadata.forEach((key, value) -> {
                QueryLimits.requireText("metadata", key);
                QueryLimits.requireText("metadata", value);
            });
        }
    }

    /** The cursors of the query: bound to the account, the filter and the direction. */
    static Cursor cursor(ListHistory query) {
        Filter filter = query.filter();
        List<String> parts = new ArrayList<>();
        parts.add("history");
        parts.add(query.account());
        parts.add(query.newestFirst() ? "desc" : "asc");
        parts.add(named(filter.currency()));
        parts.add(named(filter.direction()));
        parts.add(named(filter.kind()));
        parts.add(named(filter.from()));
        parts.add(named(filter.to()));
        parts(parts, filter.metadata());
        parts(parts, filter.excludedMetadata());
        return Cursor.of(parts);
    }

    private static void parts(List<String> parts, Map<String, String> metadata) {
        parts.add(Integer.toString(metadata.size()));
        new TreeMap<>(metadata).forEach((key, value) -> {
            parts.add(key);
            parts.add(value);
        });
    }

    /** Tells "not set" from every value. */
    private static String named(@Nullable Object value) {
        return value == null ? "-" : "=" + value;
    }
}
