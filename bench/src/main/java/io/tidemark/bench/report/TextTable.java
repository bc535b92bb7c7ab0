package io.tidemark.bench.report;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns. A cell that begins with a digit is set to the right. Not thread-safe. */
public final class TextTable {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /** A table with a heading over each column. */
    public TextTable(String... headings) {
        rows.add(List.of(headings));
    }

    /** Adds a row of as many cells as there are headings. */
    public void add(List<String> cells) {
        if (cells.size() != rows.getFirst().size()) {
            throw new IllegalArgumentException("a row of " + cells.size() + " cells under "
                    + rows.getFirst().size() + " headings");
        }
        rows.add(List.copyOf(cells));
    }

    /** All of it, with a line feed at the end of each row. */
    public String text() {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String cell = row.get(i);
                String space = " ".repeat(widths[i] - cell.length());
                boolean isNumber = !cell.isEmpty() && Character.isDigit(cell.charAt(0)) && i < widths.length - 1;
                line.append(isNumber ? space + cell : cell + space).append(GAP);
            }
            text.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        return text.toString();
    }
}
