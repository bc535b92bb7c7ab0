package io.tidemark.projection.store.postgres;

import static io.tidemark.projection.store.postgres.ProbeDatabase.failure;
import static io.tidemark.projection.store.postgres.ProbeDatabase.flush;
import static io.tidemark.projection.store.postgres.ProbeDatabase.process;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.projection.store.ProjectionStore;
import io.tidemark.projection.store.StorageException;
import io.tidemark.projection.store.StorageException.Kind;
import io.tidemark.projection.store.StoreFailedException;
import io.tidemark.projection.store.postgres.Things.Act;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Text that PostgreSQL cannot store is left out, and only that. */
class UnstorableTextIT {

    private static final String TEXTS = "select id, origin, text, json from probe.thing_row order by id";

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
    void n1_nul_in_a_text_is_left_out_and_all_other_rows_are_stored() {
        PostgresStorage storage = database.live();
        try (ProjectionStore<Act> store = database.open(storage)) {
            process(store, true, things -> {
                things.rows().insert(thing("clean", "x", "{\"a\": \"\\\\u0000\"}"));
                things.rows().insert(thing("odd", "\0x\0y\0", "{\"a\": \"\\u0000b\\\\\\u0000\"}"));
            });
            flush(store);
            process(store, true, things -> {
                Thing odd = things.rows().getOrThrow(new ThingKey("odd", 0), () -> "lost");
                assertThat(odd.text()).isEqualTo("\0x\0y\0");
                things.rows().set(odd.withText("z\0"));
            });
            flush(store);
            assertThat(store.failure()).isNull();
        }

        assertThat(database.rows(TEXTS))
                .containsExactly("clean|here|x|{\"a\": \"\\\\u0000\"}", "odd|here|z|{\"a\": \"b\\\\\"}");
        assertThat(database.rows("select id, at_seq, text from probe.thing_history_row order by id, at_seq"))
                .containsExactly("clean|1|x", "odd|1|xy", "odd|2|z");
    }

    @Test
    void n1_nul_is_left_out_of_a_row_that_nobody_looked_at() {
        PostgresStorage storage = database.live();
        database.run(storage, things -> things.rows().insert(thing("odd", "x", null)));
        database.run(storage, things -> things.rows().set(thing("odd", "\0y", null)));

        assertThat(database.rows(TEXTS)).containsExactly("odd|here|y|null");
    }

    @Test
    void n3_two_tables_with_nul_are_both_stored() {
        PostgresStorage storage = database.live();
        database.run(
                storage,
                things -> things.log().append("a\0b"),
                things -> things.rows().insert(thing("odd", "\0", null)),
                things -> things.memos().set(new Things.Memo("memo", "c\0")));

        assertThat(database.rows(TEXTS)).containsExactly("odd|here||null");
        assertThat(database.rows("select line from probe.log_row")).containsExactly("ab");
        assertThat(database.rows("select id, text from probe.memo")).containsExactly("memo|c");
    }

    @Test
    void nul_in_a_key_is_refused() {
        PostgresStorage storage = database.live();
        try (ProjectionStore<Act> store = database.open(storage)) {
            process(store, false, things -> things.rows().insert(thing("o\0dd", "x", null)));

            StorageException failure = failure(store);
            assertThat(failure.kind()).isEqualTo(Kind.PERMANENT);
            assertThat(failure).hasMessageContaining("invalid byte sequence");
            assertThat(database.rows(TEXTS)).isEmpty();
        }
        database.run(storage, things -> things.rows().insert(thing("even", "x", null)));
        try (ProjectionStore<Act> store = database.open(storage)) {
            assertThatExceptionOfType(StoreFailedException.class)
                    .isThrownBy(() ->
                            process(store, false, things -> things.rows().get(new ThingKey("o\0dd", 0))));
        }
        assertThat(database.rows(TEXTS)).containsExactlyElementsOf(List.of("even|here|x|null"));
    }

    private static Thing thing(String id, String text, @Nullable String json) {
        return new Thing(new ThingKey(id, 0), "here", text, null, null, json);
    }
}
