package io.tidemark.projection.store.postgres;

import static io.tidemark.projection.store.postgres.ProbeDatabase.flush;
import static io.tidemark.projection.store.postgres.ProbeDatabase.process;
import static io.tidemark.projection.store.postgres.Things.COUNT;
import static io.tidemark.projection.store.postgres.Things.ID;
import static io.tidemark.projection.store.postgres.Things.NUMBER;
import static io.tidemark.projection.store.postgres.Things.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.projection.store.Column;
import io.tidemark.projection.store.Filter;
import io.tidemark.projection.store.Filter.Operator;
import io.tidemark.projection.store.ProjectionStore;
import io.tidemark.projection.store.postgres.Things.Act;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Conditions have the same rows in memory and in PostgreSQL. */
class PostgresFilterIT {

    private static final List<@Nullable String> TEXTS = Arrays.asList(
            null, "", " ", "a", "A", "aa", "a ", "b", "Z", "ä", "\uFFFD", "\uE000", "🪙", "🪙x", "'", "%", "\\");

    private static final List<@Nullable Long> NUMBERS =
            Arrays.asList(null, Long.MIN_VALUE, -1L, 0L, 49L, 50L, 51L, 60L, 1L << 53, Long.MAX_VALUE);

    private static final List<@Nullable Integer> COUNTS =
            Arrays.asList(null, Integer.MIN_VALUE, 0, 7, Integer.MAX_VALUE);

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
    void l13_each_operator_gives_the_same_rows_in_memory_and_in_the_database() {
        PostgresStorage storage = database.live();
        List<Filter<Thing>> filters = filters();
        List<List<Thing>> inMemory;
        try (ProjectionStore<Act> store = database.open(storage)) {
            process(store, false, things -> things().forEach(things.rows()::insert));
            flush(store);
            inMemory = answers(store, filters);
        }
        assertThat(inMemory).hasSize(filters.size());
        for (int i = 0; i < filters.size(); i++) {
            String filter = describe(filters.get(i));
            assertThat(storage.find(Things.ROWS, filters.get(i)))
                    .as(filter)
                    .containsExactlyInAnyOrderElementsOf(inMemory.get(i));
        }
        try (ProjectionStore<Act> store = database.open(storage)) {
            List<List<Thing>> ofBoth = answers(store, filters);
            for (int i = 0; i < filters.size(); i++) {
                assertThat(ofBoth.get(i)).as(describe(filters.get(i))).hasSameElementsAs(inMemory.get(i));
            }
        }
    }

    @Test
    void l14_memory_wins_over_what_the_database_has() {
        PostgresStorage storage = database.live();
        database.run(storage, things -> {
            things.rows().insert(Thing.of("50", "ann", 50L));
            things.rows().insert(Thing.of("60", "ann", 60L));
            things.rows().insert(Thing.of("70", "ann", 70L));
        });
        List<Thing> found = new ArrayList<>();
        try (ProjectionStore<Act> store = database.open(storage)) {
            process(store, false, things -> {
                things.rows().delete(new ThingKey("50", 0));
                things.rows().set(Thing.of("60", "bob", 60L));
                things.rows().set(Thing.of("80", "ann", 80L));
                found.addAll(things.rows().getWhere(Filter.equal(TEXT, "ann").and(NUMBER, Operator.GREATER, 0L)));
            });
        }
        assertThat(found).extracting(thing -> thing.key().id()).containsExactlyInAnyOrder("70", "80");
    }

    private static List<List<Thing>> answers(ProjectionStore<Act> store, List<Filter<Thing>> filters) {
        List<List<Thing>> answers = new ArrayList<>();
        process(
                store,
                false,
                things -> filters.forEach(filter -> answers.add(things.rows().getWhere(filter))));
        return answers;
    }

    private static List<Thing> things() {
        List<Thing> things = new ArrayList<>();
        for (int i = 0; i < TEXTS.size() * 10; i++) {
            things.add(new Thing(
                    new ThingKey("id" + i % 20, i),
                    "here",
                    TEXTS.get(i % TEXTS.size()),
                    NUMBERS.get(i % NUMBERS.size()),
                    COUNTS.get(i % COUNTS.size()),
                    null));
        }
        return things;
    }

    private static List<Filter<Thing>> filters() {
        List<Filter<Thing>> filters = new ArrayList<>();
        add(filters, TEXT, TEXTS);
        add(filters, NUMBER, NUMBERS);
        add(filters, COUNT, COUNTS);
        add(filters, ID, List.of("id1", "id19", "id2", "x"));
        filters.add(Filter.equal(TEXT, "a")
                .and(NUMBER, Operator.GREATER_OR_EQUAL, 50L)
                .and(COUNT, Operator.LESS, 7));
        filters.add(Filter.in(NUMBER, List.of(50L, 60L)).and(TEXT, Operator.IN, List.of("a", "🪙")));
        return filters;
    }

    private static void add(
            List<Filter<Thing>> filters, Column<Thing> column, List<? extends @Nullable Object> values) {
        List<Object> known = new ArrayList<>();
        for (Object value : values) {
            if (value == null) {
                continue;
            }
            known.add(value);
            for (Operator operator : Operator.values()) {
                filters.add(Filter.where(column, operator, operator == Operator.IN ? List.copyOf(known) : value));
            }
        }
    }

    private static String describe(Filter<Thing> filter) {
        return filter.conditions().stream()
                .map(condition -> condition.column().name() + " " + condition.operator() + " " + condition.value())
                .toList()
                .toString();
    }
}
