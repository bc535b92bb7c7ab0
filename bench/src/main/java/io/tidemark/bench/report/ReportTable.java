package io.tidemark.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A report as a table for people. */
public final class ReportTable {

    private static final int SMALL = 100;

    private ReportTable() {}

    /** The table, with a line feed at its end. */
    public static String of(Report report) {
        Machine machine = report.machine();
        TextTable table = new TextTable("result", "unit", "runs", "median", "min", "max", "beside it");
        for (Report.Result result : report.results()) {
            List<String> row = new ArrayList<>(
                    List.of(result.figure().name(), result.figure().unit()));
            row.addAll(cells(result.spread()));
            row.add(result.notes().stream()
                    .map(note -> number(note.median()) + " " + note.label())
                    .collect(Collectors.joining(", ")));
            table.add(row);
        }
        for (Report.Ratio ratio : report.ratios()) {
            List<String> row = new ArrayList<>(List.of(ratio.name(), "ratio"));
            row.addAll(cells(ratio.spread()));
            row.add("");
            table.add(row);
        }
        return "%d cores, %,d MiB, %s, PostgreSQL %s, fsync %s, synchronous_commit %s, commit %s%s%n%n%s"
                .formatted(
                        machine.cores(),
                        machine.memoryMb(),
                        machine.jdk(),
                        machine.postgres(),
                        machine.fsync(),
                        machine.synchronousCommit(),
                        report.commit(),
                        report.quick() ? ", quick" : "",
                        table.text());
    }

    private static List<String> cells(Spread spread) {
        return List.of(
                Integer.toString(spread.runs()), number(spread.median()), number(spread.min()), number(spread.max()));
    }

    /** Whole numbers where they are large, two places where they are small. */
    static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < SMALL ? "%.2f" : "%,.0f", value);
    }
}
