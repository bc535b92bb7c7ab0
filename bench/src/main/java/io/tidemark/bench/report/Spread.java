package io.tidemark.bench.report;

import java.util.Collection;

/**
 * A figure over several runs.
 *
 * @param runs number of runs, at least 1
 * @param median the middle one; the mean of the middle two when the number is even
 * @param min the least
 * @param max the greatest
 */
public record Spread(int runs, double median, double min, double max) {

    /**
     * The spread of some values.
     *
     * @throws IllegalArgumentException if there are none, or one is not a finite number
     */
    public static Spread of(Collection<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("no value was measured");
        }
        for (double value : sorted) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("not a figure: " + value);
            }
        }
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted.length, median, sorted[0], sorted[sorted.length - 1]);
    }
}
