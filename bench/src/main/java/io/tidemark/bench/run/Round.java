package io.tidemark.bench.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One pass over all cases, and what it has measured so far. Used by one thread. */
public final class Round {

    private final Set<String> asked;
    private final Map<String, Double> values = new LinkedHashMap<>();
    private final Map<String, Map<String, Double>> notes = new LinkedHashMap<>();

    Round(Set<String> asked) {
        this.asked = Set.copyOf(asked);
    }

    /** One that nobody asks about afterwards: for warming up. */
    public static Round discarded() {
        return new Round(Set.of());
    }

    /** Whether a figure is wanted. */
    public boolean wants(String figure) {
        return asked.contains(figure);
    }

    /** Records a value under a name: that of a figure, or of something a ratio is made of. */
    public void record(String name, double value) {
        values.put(name, value);
    }

    /** Records what was seen beside a figure. */
    public void note(String figure, String label, double value) {
        notes.computeIfAbsent(figure, key -> new LinkedHashMap<>()).put(label, value);
    }

    Optional<Double> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    Map<String, Double> notes(String figure) {
        return notes.getOrDefault(figure, Map.of());
    }
}
