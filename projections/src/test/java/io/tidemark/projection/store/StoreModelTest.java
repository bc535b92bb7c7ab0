package io.tidemark.projection.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.tidemark.projection.store.ModelOp.Event;
import io.tidemark.testkit.EdgeRandom;
import io.tidemark.testkit.Seeds;
import io.tidemark.testkit.Shrinker;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever interleaving of batches, writes, evictions, lost connections, crashes and take-overs happens to a store, its
 * tables are those of a run that writes every event through. A failure prints the few steps that it needs and the seed
 * that repeats it.
 */
class StoreModelTest {

    private static final int EVENTS = 60;
    private static final int STEPS = 60;

    /** Rows in memory: too few for one event, for a batch, for all, and plenty. */
    private static final List<Long> TARGETS = List.of(1L, 3L, 8L, 24L, 1_000L);

    private static final List<Long> WRITE_AT_ROWS = List.of(1L, 1L, 6L);

    /** How often steps are repeated that went well: when a write arrives, and so what they show, is up to the machine. */
    private static final int TRIES = 3;

    @Test
    void the_tables_are_those_of_a_run_that_writes_every_event_through() {
        List<Long> seeds = Seeds.orElse(LongStream.rangeClosed(1, 200).toArray());
        for (long seed : seeds) {
            Case example = new Case(seed);
            Throwable difference = example.difference(example.steps, true);
            if (difference != null) {
                List<ModelStep> few = Shrinker.shrink(example.steps, steps -> example.differs(steps, true));
                fail("of " + few + " comes something else; " + Seeds.howToRepeat(seed), difference);
            }
        }
    }

    @Test
    void a_storage_without_a_fence_is_found_out_and_the_steps_are_cut_short() {
        for (long seed = 1; seed <= 100; seed++) {
            Case example = new Case(seed);
            if (example.difference(example.steps, false) != null) {
                List<ModelStep> few = Shrinker.shrink(example.steps, steps -> example.differs(steps, false));
                assertThat(few).hasSizeLessThan(STEPS / 2).hasAtLeastOneElementOfType(ModelStep.TakeOver.class);
                return;
            }
        }
        fail("nobody misses the fence");
    }

    /** What happens with one seed. */
    private static final class Case {

        private final List<Event> events;
        private final List<ModelStep> steps;
        private final int historyAfter;
        private final StoreSettings settings;

        Case(long seed) {
            EdgeRandom random = new EdgeRandom(seed);
            this.events = ModelOp.events(random, EVENTS);
            this.steps = ModelStep.steps(random, STEPS);
            this.historyAfter = random.below(EVENTS + 1);
            this.settings = new StoreSettings(
                    random.oneOf(TARGETS),
                    Long.MAX_VALUE,
                    random.oneOf(WRITE_AT_ROWS),
                    random.percent(50) ? Duration.ZERO : Duration.ofSeconds(60),
                    Duration.ZERO,
                    Duration.ZERO);
        }

        boolean differs(List<ModelStep> some, boolean isFenced) {
            for (int i = 0; i < TRIES; i++) {
                if (difference(some, isFenced) != null) {
                    return true;
                }
            }
            return false;
        }

        @Nullable
        Throwable difference(List<ModelStep> some, boolean isFenced) {
            try (ModelRun run = new ModelRun(events, historyAfter, settings, isFenced)) {
                run.run(some);
                return null;
            } catch (RuntimeException | AssertionError e) {
                return e;
            }
        }
    }
}
