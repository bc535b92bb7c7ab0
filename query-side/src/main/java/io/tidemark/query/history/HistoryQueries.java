package io.tidemark.query.history;

import io.tidemark.messages.MovementKind;
import io.tidemark.messages.query.HistoryEntry;
import io.tidemark.messages.query.InvalidQueryException;
import io.tidemark.messages.query.ListHistory;
import io.tidemark.messages.query.NotCaughtUpException;
import io.tidemark.messages.query.Page;
import io.tidemark.query.Micros;
import io.tidemark.query.QueryLimits;
import io.tidemark.query.sql.Columns;
import io.tidemark.query.sql.Reader;
import io.tidemark.query.sql.Sql;
import io.tidemark.query.watermark.WatermarkGate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.queryhandling.QueryHandler;

/** Lists the movements of an account by effective time, then seq, then index. Thread-safe. */
public class HistoryQueries {

    private final Reader reader;
    private final WatermarkGate gate;

    /**
     * The queries over a database.
     *
     * @param dataSource the database with the lot cache
     * @param gate lets through what asks for a least seq
     */
    public HistoryQueries(DataSource dataSource, WatermarkGate gate) {
        this.reader = new Reader(dataSource);
        this.gate = gate;
    }

    /**
     * What Axon calls. Declared without the type of the rows, for no response type that a caller can name matches a
     * handler that declares {@code Page<HistoryEntry>}: ask with {@code ResponseTypes.instanceOf(Page.class)}.
     */
    @QueryHandler
    @SuppressWarnings("rawtypes")
    public Page answer(ListHistory query) {
        return history(query);
    }

    /**
     * A page of movements.
     *
     * @throws InvalidQueryException if the limit, the cursor, the account or a text of the filter is wrong
     * @throws NotCaughtUpException if the least seq was not committed in time
     */
    public Page<HistoryEntry> history(ListHistory query) {
        QueryLimits.requireLimit(query.limit());
        QueryLimits.requireText("account", query.account());
        HistorySql.requireTexts(query.filter());
        Sql sql = HistorySql.page(query);
        return gate.read(query.minSeq(), () -> reader.read(sql, rows -> page(rows, query)), Page::seq);
    }

    private static Page<HistoryEntry> page(ResultSet rows, ListHistory query) throws SQLException {
        List<HistoryEntry> entries = new ArrayList<>();
        String next = null;
        long seq = 0;
        while (rows.next()) {
            seq = rows.getLong("shown_seq");
            String ref = Columns.text(rows, "ref");
            if (ref == null) {
                continue;
            }
            if (entries.size() == query.limit()) {
                next = HistorySql.cursor(query).after(key(entries.getLast()));
            } else {
                entries.add(entry(rows, query.account(), ref));
            }
        }
        return new Page<>(entries, next, seq);
    }

    private static HistoryEntry entry(ResultSet rows, String account, String ref) throws SQLException {
        return new HistoryEntry(
                account,
                rows.getString("currency"),
                ref,
                rows.getInt("movement_index"),
                MovementKind.ofCode(rows.getString("kind")),
                rows.getLong("amount"),
                rows.getLong("shortfall"),
                Columns.text(rows, "counterparty"),
                Micros.toInstant(rows.getLong("effective_at")),
                Micros.toInstant(rows.getLong("recorded_at")),
                rows.getLong("seq"),
                Micros.toInstantOrNull(Columns.number(rows, "expires_at")),
                Columns.map(rows, "metadata_keys", "metadata_values"));
    }

    private static List<String> key(HistoryEntry entry) {
        return List.of(
                Long.toString(Micros.atOrBefore(entry.effectiveAt())),
                Long.toString(entry.seq()),
                Integer.toString(entry.index()));
    }
}
