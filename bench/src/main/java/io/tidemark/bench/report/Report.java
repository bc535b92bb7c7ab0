package io.tidemark.bench.report;

import java.util.List;

/**
 * The outcome of a benchmark.
 *
 * @param commit what was measured
 * @param machine what it was measured on
 * @param quick whether runs were few and short
 * @param results the figures
 * @param ratios figures of one round over each other
 */
public record Report(String commit, Machine machine, boolean quick, List<Result> results, List<Ratio> ratios) {

    /** Copies the lists. */
    public Report {
        results = List.copyOf(results);
        ratios = List.copyOf(ratios);
    }

    /**
     * One figure.
     *
     * @param figure its name and unit
     * @param spread its values
     * @param notes what was seen beside it; not in the result file
     */
    public record Result(Figure figure, Spread spread, List<Note> notes) {

        /** Copies the notes. */
        public Result {
            notes = List.copyOf(notes);
        }
    }

    /**
     * One ratio.
     *
     * @param name its name in the result file
     * @param spread its values, one a round
     */
    public record Ratio(String name, Spread spread) {}

    /**
     * What was seen beside a figure.
     *
     * @param label what it is, with its unit
     * @param median the middle value
     */
    public record Note(String label, double median) {}
}
