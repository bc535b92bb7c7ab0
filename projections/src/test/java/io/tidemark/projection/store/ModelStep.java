package io.tidemark.projection.store;

import io.tidemark.projection.store.HeldStorage.Outcome;
import io.tidemark.testkit.EdgeRandom;
import java.util.ArrayList;
import java.util.List;

/** Something that happens to a store. */
sealed interface ModelStep {

    /** A batch of events is processed; if that has to wait for a write, this becomes of the write. */
    record Batch(int events, Outcome outcome) implements ModelStep {}

    /** A write that waits comes to its end. */
    record EndWrite(Outcome outcome) implements ModelStep {}

    /** Everything is made durable. */
    record Flush() implements ModelStep {}

    /** The process dies, and another one starts; a write that was under way happened or not. */
    record Crash(Outcome outcome) implements ModelStep {}

    /** Another process takes over, while the first does not know it. */
    record TakeOver() implements ModelStep {}

    /** The next reads and questions for the position fail. */
    record LoseConnections(int reads, int positions) implements ModelStep {}

    /** A fact about the projection is noted. */
    record Stage(String fact) implements ModelStep {}

    static List<ModelStep> steps(EdgeRandom random, int count) {
        List<ModelStep> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            steps.add(step(random, i));
        }
        return steps;
    }

    private static ModelStep step(EdgeRandom random, int number) {
        return switch (random.below(20)) {
            case 0 -> new Flush();
            case 1 -> new Crash(random.oneOf(List.of(Outcome.DONE, Outcome.DONE_UNTOLD, Outcome.NOT_DONE)));
            case 2 -> new TakeOver();
            case 3 -> new LoseConnections(random.below(3), random.below(3));
            case 4 -> new Stage("fact " + number);
            case 5, 6, 7, 8, 9 -> new EndWrite(outcome(random));
            default -> new Batch(random.between(1, 4), outcome(random));
        };
    }

    private static Outcome outcome(EdgeRandom random) {
        return random.percent(60) ? Outcome.DONE : random.oneOf(List.of(Outcome.DONE_UNTOLD, Outcome.NOT_DONE));
    }
}
