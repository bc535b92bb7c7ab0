package io.tidemark.projection.store.protocol;

import io.tidemark.projection.store.protocol.FlushState.Database;
import io.tidemark.projection.store.protocol.FlushState.Node;
import io.tidemark.projection.store.protocol.FlushState.Rows;
import io.tidemark.projection.store.protocol.FlushState.Stage;
import io.tidemark.projection.store.protocol.FlushState.Transaction;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How two nodes make what they fold durable: who claims the rows, feeds events in batches, keeps rows in memory and has
 * them written; with crashes, lost connections and stolen claims at any step. Events are of the two keys in turn. Rules
 * can be left out.
 */
final class FlushModel implements Model<FlushState> {

    private static final int KEYS = 2;

    private final FlushBounds bounds;
    private final Set<Rule> without;
    private final FlushProperties properties;
    private final WriterSteps writer;

    FlushModel(FlushBounds bounds, Set<Rule> without, Set<Property> checked) {
        this.bounds = bounds;
        this.without = without;
        this.properties = new FlushProperties(checked);
        this.writer = new WriterSteps(without);
    }

    @Override
    public FlushState initial() {
        Database empty = new Database(new Rows(0, 0), 0, 0, 0, 0);
        return new FlushState(0, empty, null, Node.OFF, Node.OFF, FlushState.NONE, bounds.faults());
    }

    @Override
    public @Nullable String broken(FlushState before, FlushState after) {
        return properties.broken(before, after);
    }

    @Override
    public boolean isFinished(FlushState state) {
        return state.database().watermark() == bounds.events();
    }

    @Override
    public String show(FlushState state) {
        return FlushText.show(state);
    }

    @Override
    public void steps(FlushState state, Steps<FlushState> steps) {
        journal(state, steps);
        for (int node = 0; node < 2; node++) {
            if (state.node(node).epoch() == 0) {
                claim(state, node, steps);
            } else {
                crash(state, node, steps);
                feed(state, node, steps);
                memory(state, node, steps);
                writer.write(state, node, steps);
            }
        }
        writer.transaction(state, steps);
        client(state, steps);
    }

    private void journal(FlushState state, Steps<FlushState> steps) {
        boolean isFirstMissing = true;
        for (int event = 1; event <= bounds.events(); event++) {
            int bit = 1 << event;
            if ((state.visible() & bit) == 0) {
                int shown = event;
                if (isFirstMissing || lacks(Rule.ORDERED_JOURNAL)) {
                    steps.fair(() -> "journal: event " + shown + " can be read", state.showing(state.visible() | bit));
                }
                isFirstMissing = false;
            }
        }
    }

    private void claim(FlushState state, int number, Steps<FlushState> steps) {
        if (state.transaction() != null && !lacks(Rule.FENCE_HOLDS_POSITION)) {
            return;
        }
        Database now = state.database();
        Database claimed = new Database(now.rows(), now.watermark(), now.epoch() + 1, now.write(), now.token());
        int from = lacks(Rule.TOKEN_IS_WATERMARK) ? now.token() : now.watermark();
        Node node = Node.claiming(claimed.epoch(), from, now.watermark(), now.write());
        FlushState next = state.with(claimed).with(number, node);
        Supplier<String> label =
                () -> name(number) + ": claims epoch " + claimed.epoch() + ", goes on after event " + from;
        if (state.isOwner(1 - number)) {
            if (state.faults() > 0) {
                steps.free(() -> label.get() + ", though " + name(1 - number) + " is alive", next.faulty());
            }
        } else if (now.epoch() > 0 && lacks(Rule.SOMEBODY_CLAIMS)) {
            steps.free(label, next);
        } else {
            steps.fair(label, next);
        }
    }

    private static void crash(FlushState state, int number, Steps<FlushState> steps) {
        if (state.faults() == 0) {
            return;
        }
        Transaction open = state.transaction();
        FlushState next = state.with(number, Node.OFF).faulty();
        if (open != null && open.node() == number && open.isConnected()) {
            next = next.in(open.stage() == Stage.COMMIT ? WriterSteps.orphan(open) : null);
        }
        steps.free(() -> name(number) + ": crashes", next);
    }

    /** A batch of one or two events begins with its first one; its last one ends it. */
    private void feed(FlushState state, int number, Steps<FlushState> steps) {
        Node node = state.node(number);
        int event = nextVisible(state, node.applied());
        if (event == 0) {
            return;
        }
        if (node.batchEnd() > 0) {
            apply(state, number, event, node.batchEnd(), () -> "goes on with event " + event, steps);
        } else if (node.processed() - node.committed() < bounds.unwritten()) {
            apply(state, number, event, event, () -> "processes a batch of event " + event, steps);
            int second = nextVisible(state, event);
            if (second > 0) {
                Supplier<String> label =
                        () -> "begins a batch of events " + event + " and " + second + " with the first";
                apply(state, number, event, second, label, steps);
            }
        }
    }

    private int nextVisible(FlushState state, int after) {
        for (int event = after + 1; event <= bounds.events(); event++) {
            if ((state.visible() & 1 << event) != 0) {
                return event;
            }
            if (!lacks(Rule.ORDERED_JOURNAL)) {
                return 0;
            }
        }
        return 0;
    }

    private void apply(
            FlushState state, int number, int event, int end, Supplier<String> label, Steps<FlushState> steps) {
        int key = FlushProperties.keyOf(event);
        int known = state.node(number).memory().of(key);
        int row = known == FlushState.ABSENT ? state.database().rows().of(key) : known;
        int digit = lacks(Rule.PURE_FOLD) && number == 1 ? event + 4 : event;
        Node node = state.node(number).apply(event, key, row * 8 + digit, end);
        FlushState next = state.with(number, node);
        if (lacks(Rule.TOKEN_IS_WATERMARK) && state.isOwner(number)) {
            Database now = state.database();
            next = next.with(new Database(now.rows(), now.watermark(), now.epoch(), now.write(), node.processed()));
        }
        steps.fair(() -> name(number) + ": " + label.get(), next);
    }

    /** Rows leave memory between batches, and come by queries that other rows were asked for. */
    private void memory(FlushState state, int number, Steps<FlushState> steps) {
        Node node = state.node(number);
        for (int k = 0; k < KEYS; k++) {
            int key = k;
            boolean isThere = node.memory().of(key) != FlushState.ABSENT;
            boolean isDurable = node.seqs().of(key) <= node.committed();
            if (isThere && node.batchEnd() == 0 && (isDurable || lacks(Rule.EVICT_DURABLE_ONLY))) {
                steps.free(
                        () -> name(number) + ": evicts row " + FlushText.key(key),
                        state.with(number, node.remember(key, FlushState.ABSENT, FlushState.ABSENT)));
            }
            int stored = state.database().rows().of(key);
            if (!isThere || (lacks(Rule.MEMORY_WINS) && node.memory().of(key) != stored)) {
                steps.free(
                        () -> name(number) + ": a query brings row " + FlushText.key(key) + " from the database",
                        state.with(number, node.remember(key, stored, 0)));
            }
        }
    }

    /** With one snapshot a client sees what is committed at one moment, which is looked at in each state anyway. */
    private void client(FlushState state, Steps<FlushState> steps) {
        if (!lacks(Rule.ONE_SNAPSHOT)) {
            return;
        }
        if (state.reader().equals(FlushState.NONE)) {
            steps.free(
                    () -> "client: reads the rows",
                    state.reading(state.database().rows()));
        } else {
            steps.free(() -> "client: reads the watermark", state.reading(FlushState.NONE));
        }
    }

    private boolean lacks(Rule rule) {
        return without.contains(rule);
    }

    private static String name(int node) {
        return FlushText.name(node);
    }
}
