package io.tidemark.projection.store.protocol;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Visits every state that a model can reach, nearest first, so that the first thing found to be broken has a shortest way
 * to it. Not thread-safe.
 */
final class Explorer<S> {

    private static final Pattern NUMBERS = Pattern.compile("[0-9]+");

    private final Model<S> model;
    private final Map<S, Integer> numbers = new HashMap<>();
    private final List<S> states = new ArrayList<>();
    private final List<Integer> parents = new ArrayList<>();
    private final List<Integer> depths = new ArrayList<>();
    private long steps;
    private @Nullable Trace broken;

    /** What was seen. The depth is that of the farthest state. */
    record Result(
            int states, long steps, int depth, @Nullable Trace broken) {}

    /** A way from the beginning, a step a line, and what is wrong at its end. */
    record Trace(List<String> lines, String problem) {

        static Trace required(@Nullable Trace trace, String what) {
            return Objects.requireNonNull(trace, () -> "there is no " + what);
        }

        int length() {
            return lines.size();
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < lines.size(); i++) {
                text.append(String.format("%3d. %s%n", i + 1, lines.get(i)));
            }
            return text.append("  => ").append(problem).toString();
        }
    }

    Explorer(Model<S> model) {
        this.model = model;
    }

    /** Visits all states, or those up to the first broken one. */
    Result explore() {
        numbers.put(model.initial(), 0);
        add(model.initial(), -1, 0);
        for (int i = 0; i < states.size() && broken == null; i++) {
            int number = i;
            model.steps(states.get(number), new Model.Steps<>() {
                @Override
                public void fair(Supplier<String> label, S next) {
                    take(number, next);
                }

                @Override
                public void free(Supplier<String> label, S next) {
                    take(number, next);
                }
            });
        }
        return new Result(states.size(), steps, depths.getLast(), broken);
    }

    private void take(int from, S next) {
        steps++;
        if (broken != null) {
            return;
        }
        String problem = model.broken(states.get(from), next);
        if (problem != null) {
            broken = trace(from, next, problem);
        } else if (numbers.putIfAbsent(next, states.size()) == null) {
            add(next, from, depths.get(from) + 1);
        }
    }

    private void add(S state, int parent, int depth) {
        states.add(state);
        parents.add(parent);
        depths.add(depth);
    }

    /**
     * Looks for a visited state from which fair steps alone may go on for ever, or end with something left to do.
     *
     * @return the way to it; {@code null} if there is none
     */
    @Nullable
    Trace unfinished() {
        byte[] seen = new byte[states.size()];
        for (int start = 0; start < seen.length; start++) {
            if (seen[start] == 0) {
                Trace trace = unfinished(start, seen);
                if (trace != null) {
                    return trace;
                }
            }
        }
        return null;
    }

    private @Nullable Trace unfinished(int start, byte[] seen) {
        ArrayDeque<Visit> path = new ArrayDeque<>();
        path.push(new Visit(start, fairSteps(start)));
        seen[start] = 1;
        while (!path.isEmpty()) {
            Visit top = path.element();
            if (top.next.isEmpty()
                    && seen[top.state] == 1
                    && top.wasTerminal
                    && !model.isFinished(states.get(top.state))) {
                return trace(top.state, null, "nothing more happens, though there is something left to do");
            }
            if (top.next.isEmpty()) {
                seen[top.state] = 2;
                path.pop();
                continue;
            }
            int next = top.next.removeLast();
            if (seen[next] == 1) {
                return trace(next, null, "the same steps may follow each other for ever");
            }
            if (seen[next] == 0) {
                seen[next] = 1;
                path.push(new Visit(next, fairSteps(next)));
            }
        }
        return null;
    }

    /** A state on the way, and the states after it that are still to be looked at. */
    private static final class Visit {

        private final int state;
        private final List<Integer> next;
        private final boolean wasTerminal;

        private Visit(int state, List<Integer> next) {
            this.state = state;
            this.next = next;
            this.wasTerminal = next.isEmpty();
        }
    }

    /** What the steps between the visited states are called, without the numbers in it. */
    Set<String> labels() {
        Set<String> labels = new TreeSet<>();
        for (S state : states) {
            model.steps(state, new Model.Steps<>() {
                @Override
                public void fair(Supplier<String> label, S next) {
                    labels.add(NUMBERS.matcher(label.get()).replaceAll("#"));
                }

                @Override
                public void free(Supplier<String> label, S next) {
                    fair(label, next);
                }
            });
        }
        return labels;
    }

    private List<Integer> fairSteps(int from) {
        List<Integer> next = new ArrayList<>();
        model.steps(states.get(from), new Model.Steps<>() {
            @Override
            public void fair(Supplier<String> label, S state) {
                next.add(numbers.getOrDefault(state, -1));
            }

            @Override
            public void free(Supplier<String> label, S state) {}
        });
        return next;
    }

    /** Labels are not kept; they are found again by taking the steps of the way once more. */
    private Trace trace(int last, @Nullable S beyond, String problem) {
        List<S> way = new ArrayList<>();
        if (beyond != null) {
            way.add(beyond);
        }
        for (int i = last; i >= 0; i = parents.get(i)) {
            way.add(states.get(i));
        }
        Collections.reverse(way);
        List<String> lines = new ArrayList<>();
        for (int i = 1; i < way.size(); i++) {
            lines.add(String.format("%-62s %s", label(way.get(i - 1), way.get(i)), model.show(way.get(i))));
        }
        return new Trace(lines, problem);
    }

    private String label(S from, S to) {
        String[] found = {""};
        model.steps(from, new Model.Steps<>() {
            @Override
            public void fair(Supplier<String> label, S next) {
                if (next.equals(to)) {
                    found[0] = label.get();
                }
            }

            @Override
            public void free(Supplier<String> label, S next) {
                fair(label, next);
            }
        });
        return found[0];
    }
}
