package io.tidemark.server.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of the vectors is not compared: the domain's table of it, with its reasons, and some operations more.
 *
 * @param operations operations that are left out
 * @param entries steps that differ on purpose
 */
record VectorExceptions(Set<String> operations, List<Entry> entries) {

    /** Operations that the domain's test takes and this one does not, with the reason. */
    private static final Map<String, String> NOT_OVER_HTTP = Map.of(
            "history", "compared over HTTP on the reference data set, and field by field in command-side",
            "can_transfer", "a question to the domain alone: asking it over HTTP would move credit",
            "transfer_entries", "a question to the domain alone: asking it over HTTP would move credit");

    /**
     * Some steps of one vector.
     *
     * @param from number of the first, from 0
     * @param to number of the last
     */
    record Entry(String vector, int from, int to) {

        boolean covers(String id, int step) {
            return vector.equals(id) && from <= step && step <= to;
        }
    }

    /** Reads the domain's table, which says itself how it is written. */
    static VectorExceptions read(Path domainTable) throws IOException {
        VectorExceptions all = new VectorExceptions(new HashSet<>(NOT_OVER_HTTP.keySet()), new ArrayList<>());
        Files.readAllLines(domainTable).forEach(all::add);
        return all;
    }

    boolean covers(String vector, int step) {
        return entries.stream().anyMatch(entry -> entry.covers(vector, step));
    }

    private void add(String line) {
        if (line.isBlank() || line.startsWith("#") || line.startsWith("reason ")) {
            return;
        }
        String[] words = line.trim().split(" +", 3);
        if (words[0].equals("op")) {
            operations.add(words[1]);
            return;
        }
        for (String range : words[1].split(",", -1)) {
            String[] ends = range.split("-", -1);
            int from = Integer.parseInt(ends[0]);
            int to = ends.length == 1 ? from : ends[1].isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(ends[1]);
            entries.add(new Entry(words[0], from, to));
        }
    }
}
