package io.tidemark.bench.profile;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Weights by name. Not thread-safe. */
final class Shares {

    private final Map<String, Double> weights = new TreeMap<>();

    void add(String name, double weight) {
        weights.merge(name, weight, Double::sum);
    }

    double total() {
        return weights.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** The heaviest first, at most so many. */
    List<Map.Entry<String, Double>> heaviest(int most) {
        return weights.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
                .limit(most)
                .toList();
    }
}
