package io.tidemark.projection.store.postgres;

import static io.tidemark.projection.store.postgres.ProbeDatabase.failure;
import static io.tidemark.projection.store.postgres.ProbeDatabase.flush;
import static io.tidemark.projection.store.postgres.ProbeDatabase.process;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tidemark.projection.store.ProjectionStore;
import io.tidemark.projection.store.StorageException;
import io.tidemark.projection.store.StorageException.Kind;
import io.tidemark.projection.store.postgres.Saboteur.Commit;
import io.tidemark.projection.store.postgres.Things.Act;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Generations of a projection's tables: made, finished, swapped and dropped under readers. */
class GenerationsIT {

    private static final String STATES = "select generation, state from projection.generation order by generation";

    /** What a reader sees in one statement: the watermark, and the sum of what is in the live rows. */
    private static final String LOOK = """
            select g.watermark, (select coalesce(sum(r.number), 0) from probe.thing_row r where r.generation = g.generation)
            from projection.generation g where g.projection = 'probe' and g.state = 'live'
            """;

    private final ProbeDatabase database = new ProbeDatabase();
    private final Generations generations = database.generations;

    @BeforeEach
    void create_tables() {
        Things.schema(Things.ROWS).forEach(database::execute);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_projection_begins_with_an_empty_live_generation_that_all_nodes_find() {
        List<CompletableFuture<Generation>> nodes = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> new Generations(database.dataSource, database.projection).requireLive(1)))
                .limit(4)
                .toList();

        assertThat(nodes.stream().map(CompletableFuture::join)).containsOnly(new Generation(1, 1, 0));
        assertThat(database.rows(STATES)).containsExactly("1|live");
    }

    @Test
    void one_generation_is_built_at_a_time() {
        generations.requireLive(1);
        Generation building = generations.begin();

        assertThatExceptionOfType(StorageException.class).isThrownBy(generations::begin);
        assertThat(generations.building()).contains(building);
        assertThat(database.rows(STATES)).containsExactly("1|live", "2|building");
    }

    @Test
    void readers_never_see_an_empty_or_an_older_table_while_generations_are_swapped() throws Exception {
        ProjectionStore<Act> live = database.open(database.live());
        fill(live, 1, 20);
        AtomicBoolean isOver = new AtomicBoolean();
        CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> read(isOver));
        try {
            for (int round = 1; round <= 4; round++) {
                fill(live, 1 + 20L * round, 10);
                ProjectionStore<Act> next = built(20L * round);
                Generation building = generations.building().orElseThrow();
                generations.swap(building, seq -> {
                    fill(next, next.processed() + 1, Math.toIntExact(seq - next.processed()));
                });
                assertThat(failure(swallow(live)).kind()).isEqualTo(Kind.LOST);
                live.close();
                live = next;
                generations.dropRetired();
                fill(live, live.processed() + 1, 10);
            }
        } finally {
            isOver.set(true);
            live.close();
        }

        assertThat(reader.get(30, TimeUnit.SECONDS)).isGreaterThan(5);
        assertThat(database.rows(STATES)).containsExactly("5|live");
        assertThat(database.rows("select watermark, sum from (" + LOOK + ") as l (watermark, sum)"))
                .containsExactly("100|5050");
    }

    /** A store of a new generation that shows a seq, with its indexes. */
    private ProjectionStore<Act> built(long seq) {
        Generation building = generations.begin();
        ProjectionStore<Act> store = database.open(database.storage(building));
        fill(store, 1, Math.toIntExact(seq));
        generations.finish(building, 1);
        return store;
    }

    /** The event of each seq adds a row of as much, so that the sum tells the seq. */
    private static void fill(ProjectionStore<Act> store, long firstSeq, int count) {
        if (count == 0) {
            return;
        }
        List<Act> acts = new ArrayList<>();
        for (long seq = firstSeq; seq < firstSeq + count; seq++) {
            Thing thing = Thing.of("row" + seq, "x", seq);
            acts.add(things -> things.rows().insert(thing));
        }
        process(store, false, acts.toArray(Act[]::new));
        flush(store);
    }

    /** A store whose rows were replaced, after it has tried to write. */
    private static ProjectionStore<Act> swallow(ProjectionStore<Act> store) {
        process(store, false, things -> things.log().append("too late"));
        return store;
    }

    private int read(AtomicBoolean isOver) {
        long watermark = 0;
        int reads = 0;
        while (!isOver.get()) {
            List<String> seen = database.rows(LOOK);
            assertThat(seen).hasSize(1);
            long now = Long.parseLong(seen.getFirst().split("\\|", -1)[0]);
            assertThat(seen).containsExactly(now + "|" + now * (now + 1) / 2);
            assertThat(now).isGreaterThanOrEqualTo(watermark);
            watermark = now;
            reads++;
        }
        return reads;
    }

    @Test
    void a_generation_that_is_behind_is_not_swapped_in() {
        ProjectionStore<Act> live = database.open(database.live());
        fill(live, 1, 5);
        live.close();
        Generation building = generations.begin();

        assertThatIllegalStateException()
                .isThrownBy(
                        () -> generations.swap(building, seq -> assertThat(seq).isEqualTo(5)))
                .withMessage("generation 2 of 'probe' is not one that can go live");
        assertThat(database.rows(STATES)).containsExactly("1|live", "2|building");
        assertThat(database.live().position().watermark()).isEqualTo(5);
    }

    @Test
    void a_rebuild_that_is_killed_anywhere_leaves_the_live_rows_and_can_be_taken_up() throws Exception {
        ProjectionStore<Act> live = database.open(database.live());
        fill(live, 1, 10);
        live.close();

        Generation building = generations.begin();
        assertLooksLike("10|55");
        ProjectionStore<Act> first = database.open(database.storage(building));
        fill(first, 1, 4);
        process(first, false, things -> things.rows().insert(Thing.of("not durable", "x", 1L)));
        first.close();
        assertLooksLike("10|55");

        ProjectionStore<Act> second =
                database.open(database.storage(generations.building().orElseThrow()));
        fill(second, second.processed() + 1, Math.toIntExact(10 - second.processed()));
        generations.finish(building, 2);
        second.close();
        generations.finish(building, 2);
        assertLooksLike("10|55");

        Saboteur saboteur = new Saboteur(database.dataSource, Commit.DOES_NOT_HAPPEN);
        Generations cut = new Generations(saboteur.sabotaged(), database.projection);
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> cut.swap(building, seq -> {}))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT));
        assertThat(database.rows(STATES)).containsExactly("1|live", "2|building");

        Saboteur late = new Saboteur(database.dataSource, Commit.HAPPENS_UNTOLD);
        Generations untold = new Generations(late.sabotaged(), database.projection);
        untold.swap(building, seq -> {});
        assertThat(database.rows(STATES)).containsExactly("1|retired", "2|live");
        generations.dropRetired();
        assertThat(database.rows("select to_regclass('probe.thing_g1'), to_regclass('probe.thing_history_g1')"))
                .containsExactly("null|null");
    }

    private void assertLooksLike(String seen) {
        assertThat(database.rows(LOOK)).containsExactly(seen);
    }

    @Test
    void a_generation_that_is_given_up_cannot_be_claimed_or_written_any_more() {
        generations.requireLive(1);
        Generation building = generations.begin();
        PostgresStorage storage = database.storage(building);
        try (ProjectionStore<Act> store = database.open(storage)) {
            fill(store, 1, 3);
            generations.retire(building);

            assertThat(failure(swallow(store)).kind()).isEqualTo(Kind.LOST);
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(storage::claim)
                    .satisfies(failure -> assertThat(failure.kind()).isEqualTo(Kind.LOST));
        }
    }

    @Test
    void whoever_wrote_a_dropped_generation_cannot_write_the_one_that_got_its_number() {
        generations.requireLive(1);
        Generation dropped = generations.begin();
        try (ProjectionStore<Act> late = database.open(database.storage(dropped))) {
            generations.retire(dropped);
            generations.dropRetired();
            Generation building = generations.begin();
            assertThat(building.number()).isEqualTo(dropped.number());
            try (ProjectionStore<Act> store = database.open(database.storage(building))) {
                assertThat(failure(swallow(late)).kind()).isEqualTo(Kind.LOST);
                fill(store, 1, 3);
            }
        }
        assertThat(database.rows("select line from probe.log_row")).isEmpty();
    }

    @Test
    void a_table_that_a_reader_holds_is_dropped_later() throws Exception {
        generations.requireLive(1);
        generations.retire(generations.begin());
        try (Connection reader = database.dataSource.getConnection()) {
            reader.setAutoCommit(false);
            SchemaChanges.execute(reader, "select 1 from probe.thing_row");
            CompletableFuture<Void> dropping = CompletableFuture.runAsync(generations::dropRetired);
            TimeUnit.MILLISECONDS.sleep(300);
            assertThat(dropping).isNotDone();
            assertThat(database.rows(LOOK)).hasSize(1);
            reader.rollback();
            reader.setAutoCommit(true);
            dropping.get(30, TimeUnit.SECONDS);
        }
        assertThat(database.rows(STATES)).containsExactly("1|live");
    }
}
