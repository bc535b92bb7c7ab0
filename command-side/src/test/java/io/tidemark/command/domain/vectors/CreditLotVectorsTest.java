package io.tidemark.command.domain.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.command.domain.vectors.VectorRun.Step;
import io.tidemark.command.domain.vectors.VectorRun.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every vector of the reference implementation against the domain, under every policy for which it holds. What is not
 * compared stands with its reason in {@code credit-lots.exceptions.txt}, and nowhere else.
 */
class CreditLotVectorsTest {

    private static final List<Vector> VECTORS = VectorFile.read();
    private static final Exceptions EXCEPTIONS = Exceptions.read();
    private static final Map<String, Map<String, List<Step>>> RUNS = new HashMap<>();

    static {
        for (Vector vector : VECTORS) {
            Map<String, List<Step>> byPolicy = new TreeMap<>();
            for (String policy : vector.policies()) {
                byPolicy.put(policy, VectorRun.run(vector, policy, EXCEPTIONS.foreignOperations()));
            }
            RUNS.put(vector.id(), byPolicy);
        }
    }

    @TestFactory
    Stream<DynamicTest> the_domain_does_what_the_vector_says() {
        return VECTORS.stream()
                .filter(vector -> steps(vector).anyMatch(step -> step.verdict() == Verdict.HOLDS))
                .flatMap(vector -> vector.policies().stream()
                        .map(policy -> DynamicTest.dynamicTest(
                                vector.id() + " " + policy + ": " + vector.title(), () -> holds(vector, policy))));
    }

    @Test
    void no_step_differs_without_a_reason() {
        List<String> unexplained = new ArrayList<>();
        for (Vector vector : VECTORS) {
            runs(vector)
                    .forEach((policy, steps) -> steps.stream()
                            .filter(step -> isUnexplained(vector, step))
                            .forEach(step -> unexplained.add(vector.id() + " " + step.number() + " " + policy + " "
                                    + step.op() + ": " + step.difference())));
        }
        assertThat(unexplained).isEmpty();
    }

    @Test
    void no_exception_is_stale() {
        for (Exceptions.Entry entry : EXCEPTIONS.entries()) {
            Vector vector = VECTORS.stream()
                    .filter(known -> known.id().equals(entry.vector()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no vector " + entry.vector()));
            Set<Integer> differing = new HashSet<>();
            steps(vector)
                    .filter(step -> step.verdict() == Verdict.DIFFERS)
                    .forEach(step -> differing.add(step.number()));
            int last = entry.isOpen() ? entry.from() : entry.to();
            for (int step = entry.from(); step <= last; step++) {
                assertThat(differing)
                        .as("steps that differ in %s, for %s", vector.id(), entry)
                        .contains(step);
            }
        }
        Set<String> operations = new HashSet<>();
        VECTORS.forEach(vector ->
                vector.steps().forEach(step -> operations.add(step.path("op").asString())));
        assertThat(operations).containsAll(EXCEPTIONS.foreignOperations());
    }

    @Test
    void every_reason_is_given_and_used() {
        Set<String> used = new HashSet<>(EXCEPTIONS.operations().values());
        EXCEPTIONS.entries().forEach(entry -> used.add(entry.reason()));
        assertThat(used)
                .containsExactlyInAnyOrderElementsOf(EXCEPTIONS.reasons().keySet());
    }

    /** Nothing is left out silently: a change of these numbers is to be looked at. */
    @Test
    void what_is_compared_is_counted() {
        Counts counts = Counts.of(VECTORS, RUNS, EXCEPTIONS);
        System.getLogger(CreditLotVectorsTest.class.getName()).log(System.Logger.Level.INFO, counts::toString);

        assertThat(VECTORS).hasSize(299);
        assertThat(counts.vectorsCompared()).isEqualTo(151);
        assertThat(counts.expectationsHeld()).isEqualTo(2_208);
        assertThat(counts.excepted()).isEqualTo(273);
    }

    private static void holds(Vector vector, String policy) {
        assertThat(runs(vector).getOrDefault(policy, List.of()))
                .filteredOn(step -> isUnexplained(vector, step))
                .isEmpty();
    }

    private static boolean isUnexplained(Vector vector, Step step) {
        return step.verdict() == Verdict.DIFFERS
                && EXCEPTIONS.covering(vector.id(), step.number()).isEmpty();
    }

    private static Stream<Step> steps(Vector vector) {
        return runs(vector).values().stream().flatMap(List::stream);
    }

    private static Map<String, List<Step>> runs(Vector vector) {
        return RUNS.getOrDefault(vector.id(), Map.of());
    }
}
