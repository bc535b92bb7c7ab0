package io.tidemark.projection.store.postgres;

import io.tidemark.projection.store.AppendOnlyTable;
import io.tidemark.projection.store.Column;
import io.tidemark.projection.store.PositionedEvent;
import io.tidemark.projection.store.ProjectionDefinition;
import io.tidemark.projection.store.ProjectionHandler;
import io.tidemark.projection.store.StoredRow;
import io.tidemark.projection.store.Table;
import io.tidemark.projection.store.TableDefinition;
import io.tidemark.projection.store.Tables;
import java.util.List;

/** The tables of a test projection in the schema {@code probe}, as one of its events sees them. */
record Things(Table<ThingKey, Thing> rows, AppendOnlyTable<String> log, Table<String, Things.Memo> memos) {

    /** A row that generations share. */
    record Memo(String id, String text) {}

    static final Column<Thing> ID = Column.text("id", thing -> thing.key().id());
    static final Column<Thing> TEXT = Column.<Thing>text("text", Thing::text).mutable();
    static final Column<Thing> NUMBER =
            Column.<Thing>bigint("number", Thing::number).mutable();
    static final Column<Thing> COUNT =
            Column.<Thing>integer("count", Thing::count).mutable();

    static final TableDefinition<ThingKey, Thing> ROWS = rows("probe.thing");

    static final TableDefinition<String, String> LOG = TableDefinition.<String>appendOnly("probe.log")
            .values(List.of(Column.text("line", line -> line)))
            .build();

    static final TableDefinition<String, Memo> MEMOS = TableDefinition.<String, Memo>shared("probe.memo", Memo::id)
            .key(List.of(Column.text("id", id -> id)))
            .values(List.of(Column.<Memo>text("text", Memo::text).mutable()))
            .reader(row -> new Memo(row.text("id"), row.text("text")))
            .build();

    /** An event of the test projection: it says itself what it does. */
    interface Act {
        /** Does it. */
        void apply(Things things);
    }

    static TableDefinition<ThingKey, Thing> rows(String name) {
        return TableDefinition.<ThingKey, Thing>keyed(name, Thing::key)
                .key(List.of(Column.text("id", ThingKey::id), Column.integer("part", ThingKey::part)))
                .values(List.of(
                        Column.text("origin", Thing::origin),
                        TEXT,
                        NUMBER,
                        COUNT,
                        Column.<Thing>json("json", Thing::json).mutable()))
                .reader(Things::read)
                .keepingHistory()
                .indexes(new TableDefinition.Index("number", "(number)"))
                .build();
    }

    static ProjectionDefinition<Act> projection() {
        return projection("probe", ROWS);
    }

    static ProjectionDefinition<Act> projection(String name, TableDefinition<ThingKey, Thing> rows) {
        return new ProjectionDefinition<>(name, 1, List.of(rows, LOG, MEMOS), tables -> new Handler(tables, rows));
    }

    /** The statements that a migration would have. */
    static List<String> schema(TableDefinition<ThingKey, Thing> rows) {
        String values =
                "origin text collate \"C\"%1$s, text text collate \"C\", number bigint, count integer, json jsonb";
        return List.of(
                "create table " + TableNames.parent(rows) + " (generation integer not null,"
                        + " id text collate \"C\" not null, part integer not null, " + values.formatted(" not null")
                        + ") partition by list (generation)",
                "create table " + TableNames.historyParent(rows) + " (generation integer not null,"
                        + " id text collate \"C\" not null, part integer not null, at_seq bigint not null,"
                        + " is_deleted boolean not null, " + values.formatted("")
                        + ", primary key (generation, id, part, at_seq)) partition by list (generation)");
    }

    /** The statements for the tables that all test projections have. */
    static List<String> schemaOfOthers() {
        return List.of(
                "create schema probe",
                "create table probe.log_row (generation integer not null, line text) partition by list (generation)",
                "create table probe.memo (id text collate \"C\" primary key, text text not null)");
    }

    private static Thing read(StoredRow row) {
        Long count = row.numberOrNull("count");
        return new Thing(
                new ThingKey(row.text("id"), Math.toIntExact(row.number("part"))),
                row.text("origin"),
                row.textOrNull("text"),
                row.numberOrNull("number"),
                count == null ? null : Math.toIntExact(count),
                row.textOrNull("json"));
    }

    /** Lets events do what they say. */
    private static final class Handler implements ProjectionHandler<Act> {

        private final Things things;

        Handler(Tables tables, TableDefinition<ThingKey, Thing> rows) {
            this.things = new Things(tables.keyed(rows), tables.appendOnly(LOG), tables.keyed(MEMOS));
        }

        @Override
        public void apply(PositionedEvent<Act> event, Act payload) {
            payload.apply(things);
        }
    }
}
