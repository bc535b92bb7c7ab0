package io.tidemark.command.domain.vectors;

import io.tidemark.command.domain.vectors.VectorRun.Step;
import io.tidemark.command.domain.vectors.VectorRun.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How much of the vectors was compared.
 *
 * @param vectorsCompared vectors of which at least one expectation held
 * @param vectorsLeftOut ids of the others, by the reason of their operations
 * @param expectationsHeld expectations that held, one for each policy
 * @param expectationsExcepted steps that differ and are excepted, one for each policy, by reason
 * @param stepsLeftOut steps with an operation that is not the domain's, by reason
 */
record Counts(
        int vectorsCompared,
        Map<String, List<String>> vectorsLeftOut,
        int expectationsHeld,
        Map<String, Integer> expectationsExcepted,
        Map<String, Integer> stepsLeftOut) {

    static Counts of(List<Vector> vectors, Map<String, Map<String, List<Step>>> runs, Exceptions exceptions) {
        int compared = 0;
        int held = 0;
        Map<String, List<String>> leftOut = new TreeMap<>();
        Map<String, Integer> excepted = new TreeMap<>();
        Map<String, Integer> foreign = new TreeMap<>();
        for (Vector vector : vectors) {
            int holding = 0;
            for (List<Step> steps : runs.getOrDefault(vector.id(), Map.of()).values()) {
                for (Step step : steps) {
                    holding += step.verdict() == Verdict.HOLDS ? 1 : 0;
                    if (step.verdict() == Verdict.DIFFERS) {
                        exceptions
                                .covering(vector.id(), step.number())
                                .ifPresent(entry -> excepted.merge(entry.reason(), 1, Integer::sum));
                    }
                }
            }
            held += holding;
            compared += holding > 0 ? 1 : 0;
            Set<String> reasons = new HashSet<>();
            vector.steps().forEach(step -> {
                String reason = exceptions.operations().get(step.path("op").asString());
                if (reason != null) {
                    foreign.merge(reason, 1, Integer::sum);
                    reasons.add(reason);
                }
            });
            if (holding == 0) {
                exceptions.entries().stream()
                        .filter(entry -> entry.vector().equals(vector.id()))
                        .forEach(entry -> reasons.add(entry.reason()));
                leftOut.computeIfAbsent(String.join("+", new TreeSet<>(reasons)), reason -> new ArrayList<>())
                        .add(vector.id());
            }
        }
        return new Counts(compared, leftOut, held, excepted, foreign);
    }

    int excepted() {
        return expectationsExcepted.values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("credit-lot vectors: " + vectorsCompared + " compared, "
                + expectationsHeld + " expectations held, " + excepted() + " steps excepted " + expectationsExcepted
                + ", steps left out " + stepsLeftOut + "\nvectors left out:");
        vectorsLeftOut.forEach((reason, ids) -> text.append("\n  ")
                .append(reason)
                .append(": ")
                .append(ids.size())
                .append(' ')
                .append(ids));
        return text.toString();
    }
}
