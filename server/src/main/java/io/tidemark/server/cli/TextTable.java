package io.tidemark.server.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns that are as wide as their widest cell. Columns of numbers stand to the right. */
final class TextTable {

    private final List<String> titles = new ArrayList<>();
    private final List<Boolean> numbers = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    TextTable text(String title) {
        titles.add(title);
        numbers.add(false);
        return this;
    }

    TextTable number(String title) {
        titles.add(title);
        numbers.add(true);
        return this;
    }

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    void print(PrintWriter out) {
        int[] widths = new int[titles.size()];
        measure(titles, widths);
        rows.forEach(row -> measure(row, widths));
        out.println(line(titles, widths));
        rows.forEach(row -> out.println(line(row, widths)));
    }

    private static void measure(List<String> cells, int[] widths) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], length(cells.get(i)));
        }
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            String blanks = " ".repeat(widths[i] - length(cell));
            line.append(i == 0 ? "" : "  ").append(numbers.get(i) ? blanks + cell : cell + blanks);
        }
        return line.toString().stripTrailing();
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
