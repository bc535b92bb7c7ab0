package io.tidemark.projection.effect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.projection.store.Filter;
import io.tidemark.projection.store.ProjectionDefinition;
import io.tidemark.projection.store.postgres.PostgresStorage;
import io.tidemark.testkit.TestPostgres;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Answers in PostgreSQL, which whoever is first decides. */
class KeptAnswersIT {

    private static final int NODES = 8;

    private final PostgresStorage storage = new PostgresStorage(
            TestPostgres.migratedDatabase(),
            new ProjectionDefinition<>(
                    "test",
                    1,
                    List.of(EffectTables.answers()),
                    tables -> (positioned, event) -> tables.shared(EffectTables.ROWS)),
            1);

    @Test
    void the_first_answer_stays_until_it_is_replaced() {
        assertThat(storage.keep(EffectTables.ROWS, List.of(row("a", "first")), false))
                .containsExactly(row("a", "first"));
        assertThat(storage.keep(EffectTables.ROWS, List.of(row("a", "second"), row("b", "new")), false))
                .containsExactlyInAnyOrder(row("a", "first"), row("b", "new"));
        assertThat(storage.keep(EffectTables.ROWS, List.of(row("a", "third")), true))
                .containsExactly(row("a", "third"));
        assertThat(storage.count(EffectTables.ROWS, Filter.equal(EffectTables.EFFECT, "e")))
                .isEqualTo(2);
        assertThat(storage.count(EffectTables.ROWS, Filter.equal(EffectTables.EFFECT, "other")))
                .isZero();
    }

    @Test
    void nodes_that_answer_at_once_agree() throws Exception {
        List<Future<List<EffectRow>>> results = new ArrayList<>();
        try (ExecutorService nodes = Executors.newFixedThreadPool(NODES)) {
            for (int node = 0; node < NODES; node++) {
                List<EffectRow> mine = new ArrayList<>();
                for (int i = 100; i < 200; i++) {
                    mine.add(row("i" + i, "node " + node));
                }
                results.add(nodes.submit(() -> storage.keep(EffectTables.ROWS, mine, false)));
            }
        }
        Set<EffectRow> all = new HashSet<>();
        for (Future<List<EffectRow>> result : results) {
            assertThat(result.get()).hasSize(100);
            all.addAll(result.get());
        }
        assertThat(all).hasSize(100);
    }

    @Test
    void odd_texts_come_back_as_they_were() {
        for (String text : List.of("", " ", "{\"a,b\"}\\N\\\t\r\n'; --", "\u0001\u007F\uFFFF🪙", "x".repeat(100_000))) {
            EffectRow row = row(text, text);
            assertThat(storage.keep(EffectTables.ROWS, List.of(row), false)).containsExactly(row);
            assertThat(storage.load(EffectTables.ROWS, List.of(row.key()))).containsExactly(row);
        }
    }

    private static EffectRow row(String input, String output) {
        return new EffectRow(EffectKey.of("e", input), input, 1, output, 0);
    }
}
