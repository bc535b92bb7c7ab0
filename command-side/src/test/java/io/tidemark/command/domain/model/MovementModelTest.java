package io.tidemark.command.domain.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.tidemark.command.domain.DrainOrder;
import io.tidemark.command.domain.DrainPolicy;
import io.tidemark.command.domain.Rules;
import io.tidemark.messages.Limits;
import io.tidemark.testkit.EdgeRandom;
import io.tidemark.testkit.Seeds;
import io.tidemark.testkit.Shrinker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random movements through the domain and through a naive model of the same rules: every outcome, every lot and every
 * balance must agree after every step. A failure prints the few steps that it needs and the seed that repeats it.
 */
class MovementModelTest {

    private static final int STEPS = 10_000;

    /** Lengths of the runs of one seed; together {@link #STEPS}. Long ones grow deep books, short ones start often. */
    private static final int[] RUNS = {4_000, 2_000, 1_000, 1_000, 500, 500, 500, 250, 250};

    /** Everything that can come of a message must have come of some. */
    private static final List<String> OUTCOMES = List.of(
            "CreditGranted",
            "CreditReceived",
            "CreditSpent",
            "Transferred",
            "amount-out-of-range",
            "insufficient-credit",
            "invalid-account",
            "invalid-currency",
            "invalid-metadata",
            "invalid-ref",
            "invalid-time",
            "no-items",
            "not-an-issuer");

    private static final Instant CUTOVER = MovementGenerator.START.plusSeconds(3_600);

    static List<Long> seeds() {
        return Seeds.orElse(1, 20_261_121, 4_294_967_311L);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void the_domain_agrees_with_the_naive_model_in_ten_thousand_steps(long seed) {
        EdgeRandom random = new EdgeRandom(seed);
        SortedMap<String, Integer> outcomes = new TreeMap<>();
        for (int i = 0; i < RUNS.length; i++) {
            run(rules(i), RUNS[i], random).forEach((kind, count) -> outcomes.merge(kind, count, Integer::sum));
        }
        System.getLogger(MovementModelTest.class.getName())
                .log(System.Logger.Level.INFO, "seed {0,number,#}: {1} steps, {2}", seed, STEPS, outcomes);
        assertThat(IntStream.of(RUNS).sum()).isEqualTo(STEPS);
        assertThat(outcomes).as("outcomes of seed " + seed).containsOnlyKeys(OUTCOMES);
    }

    @Test
    void a_domain_with_another_drain_order_is_found_out_and_the_steps_are_cut_short() {
        Rules one = new Rules(policy(0), Set.of(), Limits.DEFAULT);
        Rules other = new Rules(policy(1), Set.of(), Limits.DEFAULT);
        MovementGenerator generator = new MovementGenerator(new EdgeRandom(7));
        ModelRun run = new ModelRun(one, other);
        List<Step> steps = new ArrayList<>();
        String difference = null;
        while (difference == null && steps.size() < 1_000) {
            Step step = generator.next(run.model());
            steps.add(step);
            difference = run.take(step);
        }

        assertThat(difference).isNotNull();
        assertThat(Shrinker.shrink(steps, part -> ModelRun.firstDifference(one, other, part) != null))
                .hasSizeBetween(2, 3);
    }

    private static SortedMap<String, Integer> run(Rules rules, int length, EdgeRandom random) {
        MovementGenerator generator = new MovementGenerator(random);
        ModelRun run = new ModelRun(rules, rules);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            Step step = generator.next(run.model());
            steps.add(step);
            report(run.take(step), rules, steps, random.seed());
        }
        report(run.rebuilt(), rules, steps, random.seed());
        return run.outcomes();
    }

    private static void report(@Nullable String difference, Rules rules, List<Step> steps, long seed) {
        if (difference == null) {
            return;
        }
        List<Step> few = Shrinker.shrink(steps, part -> ModelRun.firstDifference(rules, rules, part) != null);
        StringBuilder message = new StringBuilder("the domain and the model differ after " + steps.size() + " steps; "
                + Seeds.howToRepeat(seed) + "\n" + rules.drainPolicy() + ", issuers " + rules.issuers()
                + "\nthe steps that it needs:\n");
        few.forEach(step -> message.append("  ").append(step).append('\n'));
        message.append(ModelRun.firstDifference(rules, rules, few));
        fail(message.toString());
    }

    private static Rules rules(int run) {
        Set<String> issuers = run % 2 == 0 ? Set.of(MovementGenerator.ISSUER) : Set.of();
        return new Rules(policy(run), issuers, Limits.DEFAULT);
    }

    private static DrainPolicy policy(int run) {
        return switch (run % 3) {
            case 0 -> DrainPolicy.DEFAULT;
            case 1 -> new DrainPolicy(DrainOrder.EMISSION_FIRST, null);
            default -> new DrainPolicy(DrainOrder.EXPIRATION_FIRST, CUTOVER);
        };
    }
}
