package io.tidemark.projection.store.postgres;

import static io.tidemark.projection.store.postgres.ProbeDatabase.failure;
import static io.tidemark.projection.store.postgres.ProbeDatabase.flush;
import static io.tidemark.projection.store.postgres.ProbeDatabase.process;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.projection.store.ProjectionStore;
import io.tidemark.projection.store.StorageException;
import io.tidemark.projection.store.StorageException.Kind;
import io.tidemark.projection.store.StoredPosition;
import io.tidemark.projection.store.postgres.Saboteur.Commit;
import io.tidemark.projection.store.postgres.Things.Act;
import io.tidemark.projection.store.postgres.Things.Memo;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows come to PostgreSQL as they are, once, and from their owner only. */
class PostgresStorageIT {

    private static final List<Thing> ODD = List.of(
            new Thing(new ThingKey("", Integer.MIN_VALUE), "", "", Long.MIN_VALUE, Integer.MIN_VALUE, "{}"),
            new Thing(new ThingKey(" ", Integer.MAX_VALUE), "o", null, null, null, null),
            new Thing(new ThingKey("a", 0), "o", "null", Long.MAX_VALUE, Integer.MAX_VALUE, "null"),
            new Thing(new ThingKey("a", 1), "o", "{\"a,b\"}\\N\\\\\t\r\n'; --", 0L, 0, "[1, \"x\\n\\\\u\"]"),
            new Thing(new ThingKey("\"quoted\" \\ {,}", 0), "NULL", "x".repeat(200_000), 1L << 53, -1, "\"text\""),
            new Thing(new ThingKey("ü\u2028🪙\uFFFF", 0), "o", "\u0001\u007F\u0085\uFEFF", -1L, 1, "{\"é\": \"🪙\"}"));

    private final ProbeDatabase database = new ProbeDatabase();

    @BeforeEach
    void create_tables() {
        Things.schema(Things.ROWS).forEach(database::execute);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void c5_every_type_of_column_comes_back_as_it_was_however_it_was_written() {
        PostgresStorage storage = database.live();
        try (ProjectionStore<Act> store = database.open(storage)) {
            process(store, true, things -> ODD.forEach(things.rows()::insert));
            flush(store);
        }
        assertThat(stored(storage)).containsExactlyInAnyOrderElementsOf(ODD);

        database.run(storage, things -> ODD.forEach(thing -> things.rows().set(thing.withText("other"))));
        assertThat(stored(storage)).extracting(Thing::text).containsOnly("other");
        try (ProjectionStore<Act> store = database.open(storage)) {
            process(
                    store,
                    true,
                    things -> ODD.forEach(thing -> {
                        things.rows().getOrThrow(thing.key(), () -> "lost");
                        things.rows().set(thing);
                    }));
            flush(store);
        }
        assertThat(stored(storage)).containsExactlyInAnyOrderElementsOf(ODD);

        List<String> columns = List.of("id", "part", "origin", "text", "number", "count", "json");
        String select = "select " + String.join(", ", columns) + " from ";
        List<String> rows = database.rows(select + "probe.thing_row order by id, part");
        assertThat(database.rows(select + "probe.thing_history_row where at_seq = 1 order by id, part"))
                .isEqualTo(rows);
        assertThat(database.rows(select + "probe.thing_history_row where at_seq = 3 order by id, part"))
                .isEqualTo(rows);
    }

    @Test
    void rows_are_deleted_whether_somebody_looked_at_them_or_not() {
        PostgresStorage storage = database.live();
        database.run(storage, things -> ODD.forEach(things.rows()::insert));
        database.run(storage, things -> {
            things.rows().get(ODD.getFirst().key());
            ODD.subList(0, 5).forEach(thing -> things.rows().delete(thing.key()));
            things.rows().delete(new ThingKey("never there", 0));
        });

        assertThat(stored(storage)).containsExactly(ODD.getLast());
    }

    @Test
    void a_row_that_is_made_again_within_a_write_is_another_one_as_a_whole() {
        PostgresStorage storage = database.live();
        database.run(storage, things -> things.rows().insert(Thing.of("a", "x", 1L)));
        Thing other = new Thing(new ThingKey("a", 0), "elsewhere", "y", 2L, 2, null);
        database.run(storage, things -> {
            things.rows().getOrThrow(other.key(), () -> "lost");
            things.rows().delete(other.key());
            things.rows().set(other);
        });

        assertThat(stored(storage)).containsExactly(other);
    }

    @Test
    void c1_each_version_of_a_row_is_kept_once() {
        PostgresStorage storage = database.live();
        try (ProjectionStore<Act> store = database.open(storage)) {
            process(store, true, set("a", 1), set("a", 2));
            flush(store);
            process(store, true, things -> things.rows().delete(new ThingKey("a", 0)));
            process(store, true, set("a", 4));
            flush(store);
            process(store, false, set("a", 5));
            flush(store);
        }

        assertThat(database.rows("select at_seq, is_deleted, number from probe.thing_history_row order by at_seq"))
                .containsExactly("1|f|1", "2|f|2", "3|t|null", "4|f|4");
        assertThat(database.rows("select generation, number from probe.thing_row"))
                .containsExactly("1|5");
    }

    @Test
    void an_owner_that_was_replaced_is_told_so_and_changes_nothing() {
        PostgresStorage storage = database.live();
        try (ProjectionStore<Act> old = database.open(storage)) {
            process(old, false, set("a", 1));
            flush(old);
            StoredPosition before = storage.position();
            StoredPosition claimed = database.live().claim();
            assertThat(claimed).isEqualTo(new StoredPosition(1, before.epoch() + 1, before.write()));
            process(old, false, set("a", 2));

            assertThat(failure(old).kind()).isEqualTo(Kind.LOST);
            assertThat(database.rows("select number from probe.thing_row")).containsExactly("1");
            assertThat(storage.position()).isEqualTo(claimed);
        }
    }

    @Test
    void a_commit_whose_outcome_is_unknown_is_looked_up() {
        Saboteur saboteur =
                new Saboteur(database.dataSource, Commit.HAPPENS_UNTOLD, Commit.DOES_NOT_HAPPEN, Commit.HAPPENS_UNTOLD);
        int live = database.generations.requireLive(1).number();
        PostgresStorage storage = new PostgresStorage(saboteur.sabotaged(), database.projection, live);
        try (ProjectionStore<Act> store = database.open(storage)) {
            process(store, false, set("a", 1), things -> things.log().append("one"));
            flush(store);
            process(store, false, set("a", 2), things -> things.log().append("two"));
            flush(store);
            assertThat(store.metrics().retries()).isEqualTo(1);
        }

        assertThat(database.rows("select number from probe.thing_row")).containsExactly("2");
        assertThat(database.rows("select line from probe.log_row order by line"))
                .containsExactly("one", "two");
        assertThat(storage.position().watermark()).isEqualTo(4);
    }

    @Test
    void a_write_whose_connection_is_cut_is_tried_again() throws Exception {
        PostgresStorage storage = database.live();
        try (ProjectionStore<Act> store = database.open(storage);
                BlockedRow blocked = new BlockedRow(database)) {
            process(store, false, set("a", 1));
            blocked.cutWhoeverWaits();
            blocked.release();
            flush(store);

            assertThat(store.failure()).isNull();
            assertThat(store.metrics().retries()).isPositive();
        }
        assertThat(database.rows("select number from probe.thing_row")).containsExactly("1");
    }

    @Test
    void rows_that_do_not_fit_the_journal_stop_the_store_and_say_what_to_do() {
        PostgresStorage storage = database.live();
        database.run(storage, set("a", 1));
        try (ProjectionStore<Act> store = database.open(storage)) {
            process(store, false, things -> things.rows().get(new ThingKey("a", 0)));
            database.execute("delete from probe.thing_row");
            process(store, false, set("a", 2));

            StorageException failure = failure(store);
            assertThat(failure.kind()).isEqualTo(Kind.PERMANENT);
            assertThat(failure)
                    .hasMessage("0 rows of probe.thing_g1 were changed where the journal says 1:"
                            + " the table does not fit the journal; reset the projection");
        }
    }

    @Test
    void a_row_that_is_added_twice_stops_the_store() {
        PostgresStorage storage = database.live();
        database.run(storage, set("a", 1));
        try (ProjectionStore<Act> store = database.open(storage)) {
            process(store, false, things -> things.rows().insert(Thing.of("a", "again", 2L)));

            assertThat(failure(store).kind()).isEqualTo(Kind.PERMANENT);
            assertThat(database.rows("select number from probe.thing_row")).containsExactly("1");
        }
    }

    @Test
    void rows_that_generations_share_are_written_by_each_as_it_comes_to_them() {
        PostgresStorage live = database.live();
        PostgresStorage building = database.storage(database.generations.begin());
        try (ProjectionStore<Act> one = database.open(live);
                ProjectionStore<Act> two = database.open(building)) {
            process(one, false, things -> things.memos().get("a"));
            process(two, false, things -> things.memos().get("a"));
            process(one, false, things -> things.memos().set(new Memo("a", "one")));
            flush(one);
            process(two, false, things -> things.memos().set(new Memo("a", "two")));
            flush(two);
            process(one, false, things -> things.memos().set(new Memo("a", "three")));
            flush(one);
        }
        assertThat(database.rows("select id, text from probe.memo")).containsExactly("a|three");
    }

    @Test
    void metadata_is_merged() throws Exception {
        PostgresStorage storage = database.live();
        try (ProjectionStore<Act> store = database.open(storage)) {
            store.stageMetadata(Map.of("a", "\"\\\n\u0001🪙", "b", "1"));
            flush(store);
            store.stageMetadata(Map.of("b", "2"));
            flush(store);
        }
        assertThat(database.rows("select m.key, m.value from projection.generation, jsonb_each_text(metadata) m"
                        + " where projection = 'probe' order by m.key"))
                .containsExactly("a|\"\\\n\u0001🪙", "b|2");
    }

    private static Act set(String id, long number) {
        return things -> things.rows().set(Thing.of(id, "text", number));
    }

    private List<Thing> stored(PostgresStorage storage) {
        List<ThingKey> keys = new ArrayList<>(ODD.stream().map(Thing::key).toList());
        keys.add(new ThingKey("not there", 0));
        keys.add(new ThingKey("a", 0));
        return storage.load(Things.ROWS, List.copyOf(new LinkedHashSet<>(keys)));
    }
}
