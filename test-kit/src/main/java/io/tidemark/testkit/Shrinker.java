package io.tidemark.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a failing list of steps short, by leaving out what the failure does not need. */
public final class Shrinker {

    private Shrinker() {}

    /**
     * A part of the steps, in their order, that still fails and from which no single step can be left out.
     *
     * @param steps steps that fail
     * @param fails whether a list of steps fails; asked about many parts, so it starts from nothing each time
     */
    public static <T> List<T> shrink(List<T> steps, Predicate<List<T>> fails) {
        List<T> rest = List.copyOf(steps);
        int cut = Math.max(1, rest.size() / 2);
        while (true) {
            boolean shorter = false;
            for (int from = 0; from < rest.size(); ) {
                List<T> shortened = without(rest, from, cut);
                if (fails.test(shortened)) {
                    rest = shortened;
                    shorter = true;
                } else {
                    from += cut;
                }
            }
            if (cut == 1 && !shorter) {
                return rest;
            }
            cut = Math.max(1, cut / 2);
        }
    }

    private static <T> List<T> without(List<T> steps, int from, int count) {
        List<T> rest = new ArrayList<>(steps.subList(0, from));
        rest.addAll(steps.subList(Math.min(steps.size(), from + count), steps.size()));
        return List.copyOf(rest);
    }
}
