package io.tidemark.projection.store;

import io.tidemark.projection.store.ModelOp.Add;
import io.tidemark.projection.store.ModelOp.Event;
import io.tidemark.projection.store.ModelOp.Insert;
import io.tidemark.projection.store.ModelOp.Line;
import io.tidemark.projection.store.ModelOp.Overwrite;
import io.tidemark.projection.store.ModelOp.Put;
import io.tidemark.projection.store.ModelOp.Remove;
import io.tidemark.projection.store.ModelOp.Replace;
import io.tidemark.projection.store.ModelOp.Spend;
import io.tidemark.projection.store.ModelOp.Sum;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the tables hold after each event, by writing every event through, one after the other. Shares nothing with the
 * store but what a row is.
 */
final class NaiveRun {

    /** The tables after an event. */
    record State(Map<String, Item> rows, List<String> lines, List<String> history) {}

    private final Map<String, Item> rows = new TreeMap<>();
    private final List<String> lines = new ArrayList<>();
    private final TreeMap<String, String> history = new TreeMap<>();
    private final List<State> states = new ArrayList<>();

    /**
     * Runs all events.
     *
     * @param historyAfter seq after which each version of a row is kept
     */
    NaiveRun(List<Event> events, int historyAfter) {
        remember();
        for (int seq = 1; seq <= events.size(); seq++) {
            for (ModelOp op : events.get(seq - 1).ops()) {
                apply(op, seq, seq > historyAfter);
            }
            remember();
        }
    }

    /** The tables after the event of a seq; 0 for before all. */
    State at(long seq) {
        return states.get(Math.toIntExact(seq));
    }

    private void remember() {
        states.add(new State(new TreeMap<>(rows), List.copyOf(lines), List.copyOf(history.values())));
    }

    private void apply(ModelOp op, int seq, boolean keepsHistory) {
        switch (op) {
            case Put put -> {
                Item old = rows.get(put.id());
                String origin = old == null ? put.origin() : old.origin();
                put(new Item(put.id(), put.owner(), put.tokens(), false, null, origin), seq, keepsHistory);
            }
            case Overwrite over -> put(Item.of(over.id(), over.owner(), over.tokens()), seq, keepsHistory);
            case Add add -> {
                Item old = rows.get(add.id());
                Item item = old == null
                        ? new Item(add.id(), "ann", add.tokens(), false, "made", add.origin())
                        : old.with(old.tokens() + add.tokens());
                put(item, seq, keepsHistory);
            }
            case Remove remove -> change(remove.id(), null, seq, keepsHistory);
            case Replace replace -> {
                Item item = new Item(replace.id(), replace.owner(), 7, false, "replaced", replace.origin());
                put(item, seq, keepsHistory);
            }
            case Insert insert -> put(Item.of(insert.id(), insert.owner(), insert.tokens()), seq, keepsHistory);
            case Spend spend -> {
                Item item = rows.get(spend.id());
                if (item == null) {
                    throw new IllegalStateException(spend.id() + " is lost");
                }
                put(item.spent(), seq, keepsHistory);
            }
            case Sum sum -> {
                long tokens = 0;
                for (Item item : rows.values()) {
                    tokens += item.owner().equals(sum.owner()) ? item.tokens() : 0;
                }
                put(Item.of(sum.intoId(), "nobody", tokens), seq, keepsHistory);
            }
            case Line line -> lines.add(line.line());
        }
    }

    private void put(Item item, int seq, boolean keepsHistory) {
        change(item.id(), item, seq, keepsHistory);
    }

    private void change(String id, @Nullable Item item, int seq, boolean keepsHistory) {
        if (item == null) {
            rows.remove(id);
        } else {
            rows.put(id, item);
        }
        if (keepsHistory) {
            history.put(String.format("%s@%06d", id, seq), id + "@" + seq + "=" + item);
        }
    }
}
