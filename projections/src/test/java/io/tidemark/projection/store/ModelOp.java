package io.tidemark.projection.store;

import io.tidemark.testkit.EdgeRandom;
import java.util.ArrayList;
import java.util.List;

/** What an event of the model test does to the tables. */
sealed interface ModelOp {

    /** Sets a row, which keeps its origin if it is there. */
    record Put(String id, String owner, long tokens, String origin) implements ModelOp {}

    /** Sets a row without a look at it. */
    record Overwrite(String id, String owner, long tokens) implements ModelOp {}

    /** Adds to a row, which is made if it is not there. */
    record Add(String id, long tokens, String origin) implements ModelOp {}

    /** Deletes a row, there or not. */
    record Remove(String id) implements ModelOp {}

    /** Deletes a row and makes another one of its key. */
    record Replace(String id, String owner, String origin) implements ModelOp {}

    /** Adds a row of which the event knows that it is new. */
    record Insert(String id, String owner, long tokens) implements ModelOp {}

    /** Says of a row that was added that it will not be asked for any more. */
    record Spend(String id) implements ModelOp {}

    /** Writes down how much the rows of an owner have. */
    record Sum(String owner, String intoId) implements ModelOp {}

    /** Adds a line. */
    record Line(String line) implements ModelOp {}

    /** The operations of one event. */
    record Event(List<ModelOp> ops, boolean isAnnounced) {}

    /** Events from seq 1 on. */
    static List<Event> events(EdgeRandom random, int count) {
        List<Event> events = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (int seq = 1; seq <= count; seq++) {
            List<ModelOp> ops = new ArrayList<>();
            int size = random.between(0, 3);
            for (int i = 0; i < size; i++) {
                ops.add(op(random, seq + "." + i, open));
            }
            events.add(new Event(List.copyOf(ops), random.percent(60)));
        }
        return events;
    }

    private static ModelOp op(EdgeRandom random, String place, List<String> open) {
        String id = "row" + random.below(5);
        String owner = random.oneOf(List.of("ann", "bob", "carl"));
        long tokens = random.below(100);
        return switch (random.below(10)) {
            case 0 -> new Put(id, owner, tokens, place);
            case 1 -> new Overwrite("blind" + random.below(3), owner, tokens);
            case 2, 3 -> new Add(id, tokens, place);
            case 4 -> new Remove(random.percent(80) ? id : "blind" + random.below(3));
            case 5 -> new Replace(id, owner, place);
            case 6 -> {
                open.add("new" + place);
                yield new Insert("new" + place, owner, tokens);
            }
            case 7 -> open.isEmpty() ? new Line(place) : new Spend(open.remove(random.below(open.size())));
            case 8 -> new Sum(owner, "sum" + random.below(2));
            default -> new Line(place);
        };
    }
}
