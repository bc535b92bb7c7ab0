package io.tidemark.projection.store;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The tables of the test projection, as one of its events sees them. */
record Items(Table<String, Item> rows, AppendOnlyTable<String> log) {

    static final Column<Item> OWNER = Column.<Item>text("owner", Item::owner).mutable();
    static final Column<Item> TOKENS =
            Column.<Item>bigint("tokens", Item::tokens).mutable();
    static final Column<Item> SPENT =
            Column.<Item>integer("spent", item -> item.isSpent() ? 1 : 0).mutable();
    static final Column<Item> NOTE = Column.<Item>text("note", Item::note).mutable();

    static final TableDefinition<String, Item> ROWS = TableDefinition.<String, Item>keyed("test.item", Item::id)
            .key(List.of(Column.text("id", id -> id)))
            .values(List.of(OWNER, TOKENS, SPENT, NOTE, Column.text("origin", Item::origin)))
            .reader(row -> new Item(
                    row.text("id"),
                    row.text("owner"),
                    row.number("tokens"),
                    row.number("spent") == 1,
                    row.textOrNull("note"),
                    row.text("origin")))
            .bytes(item -> 100)
            .finishedWhen(Item::isSpent)
            .keepingHistory()
            .build();

    static final TableDefinition<String, String> LOG = TableDefinition.<String>appendOnly("test.log")
            .values(List.of(Column.text("line", line -> line)))
            .bytes(line -> 10)
            .build();

    /** An event of the test projection: it says itself what it reads and does. */
    interface Act {

        /** Names what it will read. */
        default void announce(Reads reads, Items items) {}

        /** Does it. */
        void apply(Items items);
    }

    static ProjectionDefinition<Act> projection() {
        return new ProjectionDefinition<>("test", 1, List.of(ROWS, LOG), Handler::new);
    }

    static Act set(String id, long tokens) {
        return items -> items.rows.set(Item.of(id, tokens));
    }

    static Act set(String id, String owner, long tokens) {
        return items -> items.rows.set(Item.of(id, owner, tokens));
    }

    static Act delete(String id) {
        return items -> items.rows.delete(id);
    }

    static Act log(String line) {
        return items -> items.log.append(line);
    }

    /** Asks for rows in advance, and is given each of them. */
    static Act read(List<String> ids, Consumer<@Nullable Item> use) {
        return new Act() {
            @Override
            public void announce(Reads reads, Items items) {
                ids.forEach(id -> reads.row(items.rows, id));
            }

            @Override
            public void apply(Items items) {
                ids.forEach(id -> use.accept(items.rows.get(id)));
            }
        };
    }

    /** Asks for rows in advance, and is given them all. */
    static Act readWhere(Filter<Item> filter, Consumer<List<Item>> use) {
        return new Act() {
            @Override
            public void announce(Reads reads, Items items) {
                reads.rowsWhere(items.rows, filter);
            }

            @Override
            public void apply(Items items) {
                use.accept(items.rows.getWhere(filter));
            }
        };
    }

    /** Lets events do what they say. */
    private static final class Handler implements ProjectionHandler<Act> {

        private final Items items;

        Handler(Tables tables) {
            this.items = new Items(tables.keyed(ROWS), tables.appendOnly(LOG));
        }

        @Override
        public void announce(Act event, Reads reads) {
            event.announce(reads, items);
        }

        @Override
        public void apply(PositionedEvent<Act> event, Act payload) {
            payload.apply(items);
        }
    }
}
