package io.tidemark.projection.store.postgres;

import static io.tidemark.projection.store.postgres.ProbeDatabase.flush;
import static io.tidemark.projection.store.postgres.ProbeDatabase.process;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.projection.store.ProjectionDefinition;
import io.tidemark.projection.store.ProjectionStore;
import io.tidemark.projection.store.TableDefinition;
import io.tidemark.projection.store.postgres.Things.Act;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The tables and indexes behind a definition. */
class GenerationTablesIT {

    @Test
    void c6_names_that_are_too_long_are_cut_and_stay_apart() {
        String half = "x".repeat(29);
        List<TableDefinition<ThingKey, Thing>> tables = List.of(
                Things.rows("probe." + half + "_".repeat(29) + "one"),
                Things.rows("probe." + half + "_".repeat(29) + "two"));
        assertThat(tables.stream().map(table -> TableNames.historyOf(table, 12)).distinct())
                .hasSize(2)
                .allMatch(name -> name.length() == "probe.".length() + 63 && name.endsWith("_history_g12"));
        for (TableDefinition<ThingKey, Thing> table : tables) {
            try (ProbeDatabase database = new ProbeDatabase(Things.projection("probe", table))) {
                Things.schema(table).forEach(database::execute);
                PostgresStorage storage = database.live();
                try (ProjectionStore<Act> store = database.open(storage)) {
                    process(store, true, things -> things.rows().set(Thing.of("a", "x", 1L)));
                    flush(store);
                }
                database.run(storage, things -> things.rows().set(Thing.of("a", "y", 2L)));
                assertThat(storage.load(table, List.of(new ThingKey("a", 0)))).containsExactly(Thing.of("a", "y", 2L));
                assertThat(database.rows("select number from " + TableNames.historyOf(table, 1)))
                        .containsExactly("1");
                assertThat(database.rows("select indexname from pg_indexes where tablename = '"
                                + TableNames.withoutSchema(TableNames.of(table, 1)) + "'"))
                        .hasSize(2);
            }
        }
    }

    @Test
    void a_generation_gets_the_index_on_its_key_when_a_row_has_to_be_found() {
        try (ProbeDatabase database = probe()) {
            PostgresStorage storage = database.storage(database.generations.begin());
            try (ProjectionStore<Act> store = database.open(storage)) {
                process(store, false, things -> things.rows().insert(Thing.of("a", "x", 1L)));
                flush(store);
                assertThat(indexes(database)).isEmpty();

                process(store, false, things -> things.rows().set(Thing.of("a", "x", 2L)));
                flush(store);
                assertThat(indexes(database)).containsExactly("thing_g1_key");
            }
            database.generations.finish(database.generations.building().orElseThrow(), 2);
            assertThat(indexes(database)).containsExactly("thing_g1_key", "thing_g1_number");
        }
    }

    @Test
    void who_reads_and_who_writes_may_want_the_index_at_once() throws Exception {
        try (ProbeDatabase database = probe()) {
            PostgresStorage storage = database.storage(database.generations.begin());
            try (ProjectionStore<Act> store = database.open(storage)) {
                process(store, false, things -> things.rows().insert(Thing.of("a", "x", 1L)));
                flush(store);
                CompletableFuture<List<Thing>> reading =
                        CompletableFuture.supplyAsync(() -> storage.load(Things.ROWS, List.of(new ThingKey("a", 0))));
                process(store, false, things -> things.rows().set(Thing.of("a", "x", 2L)));
                flush(store);
                assertThat(reading.get(30, TimeUnit.SECONDS)).hasSize(1);
            }
            assertThat(indexes(database)).containsExactly("thing_g1_key");
        }
    }

    @Test
    void a_write_takes_no_lock_that_keeps_the_vacuum_out_once_the_index_is_known() throws Exception {
        try (ProbeDatabase database = probe()) {
            PostgresStorage storage = database.live();
            database.run(storage, things -> things.rows().insert(Thing.of("a", "x", 1L)));
            database.run(storage, things -> things.rows().set(Thing.of("a", "x", 2L)));
            try (Connection vacuum = database.dataSource.getConnection()) {
                vacuum.setAutoCommit(false);
                SchemaChanges.execute(vacuum, "lock table probe.thing_g1 in share update exclusive mode");
                database.run(storage, things -> things.rows().set(Thing.of("a", "x", 3L)));
                vacuum.rollback();
                vacuum.setAutoCommit(true);
            }
            assertThat(database.rows("select number from probe.thing_row")).containsExactly("3");
        }
    }

    private static ProbeDatabase probe() {
        ProjectionDefinition<Act> projection = Things.projection();
        ProbeDatabase database = new ProbeDatabase(projection);
        Things.schema(Things.ROWS).forEach(database::execute);
        return database;
    }

    private static List<String> indexes(ProbeDatabase database) {
        return database.rows("select indexname from pg_indexes where tablename = 'thing_g1' order by 1");
    }
}
