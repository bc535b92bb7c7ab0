package io.tidemark.command.domain.vectors;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The table of what is not compared, with the reason of each. Three kinds of lines: {@code reason NAME TEXT},
 * {@code op OPERATION REASON}, and {@code VECTOR STEPS REASON} where steps are numbers from 0, such as {@code 4},
 * {@code 4,7-9} or {@code 4-} for all from there on.
 *
 * @param reasons what each reason means, by its name
 * @param operations reason of each operation that is left out, by its name
 * @param entries steps that differ and are meant to
 */
record Exceptions(Map<String, String> reasons, Map<String, String> operations, List<Entry> entries) {

    /** Steps of one vector that differ from Tidemark on purpose. */
    record Entry(String vector, int from, int to, String reason) {

        boolean covers(String id, int step) {
            return vector.equals(id) && from <= step && step <= to;
        }

        /** Whether the entry speaks of everything from a step on. */
        boolean isOpen() {
            return to == Integer.MAX_VALUE;
        }
    }

    static Exceptions read() {
        try (InputStream file = Exceptions.class.getResourceAsStream("credit-lots.exceptions.txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(
                        Objects.requireNonNull(file, "the exceptions are missing"), StandardCharsets.UTF_8))) {
            return of(lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Set<String> foreignOperations() {
        return operations.keySet();
    }

    Optional<Entry> covering(String vector, int step) {
        return entries.stream().filter(entry -> entry.covers(vector, step)).findFirst();
    }

    private static Exceptions of(List<String> lines) {
        Map<String, String> reasons = new LinkedHashMap<>();
        Map<String, String> operations = new LinkedHashMap<>();
        List<Entry> entries = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.trim().split(" +", 3);
            switch (words[0]) {
                case "reason" -> reasons.put(words[1], words[2]);
                case "op" -> operations.put(words[1], words[2]);
                default -> {
                    for (String range : words[1].split(",", -1)) {
                        entries.add(entry(words[0], range, words[2]));
                    }
                }
            }
        }
        return new Exceptions(reasons, operations, entries);
    }

    private static Entry entry(String vector, String range, String reason) {
        String[] ends = range.split("-", -1);
        int from = Integer.parseInt(ends[0]);
        int to = ends.length == 1 ? from : ends[1].isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(ends[1]);
        return new Entry(vector, from, to, reason);
    }
}
