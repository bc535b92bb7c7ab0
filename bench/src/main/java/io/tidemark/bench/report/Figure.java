package io.tidemark.bench.report;

/**
 * Something that is measured.
 *
 * @param name its name in the result file
 * @param unit what it is counted in
 */
public record Figure(String name, String unit) {}
