package io.tidemark.projection.store.protocol;

import io.tidemark.projection.store.protocol.FlushState.Database;
import io.tidemark.projection.store.protocol.FlushState.Node;
import io.tidemark.projection.store.protocol.FlushState.Phase;
import io.tidemark.projection.store.protocol.FlushState.Rows;
import io.tidemark.projection.store.protocol.FlushState.Stage;
import io.tidemark.projection.store.protocol.FlushState.Transaction;
import io.tidemark.projection.store.protocol.FlushState.Write;
import io.tidemark.projection.store.protocol.Model.Steps;
import java.util.Set;

/** What a node's writer does with the changes that it takes, and what the database does with its transaction. */
final class WriterSteps {

    private final Set<Rule> without;

    WriterSteps(Set<Rule> without) {
        this.without = without;
    }

    void write(FlushState state, int number, Steps<FlushState> steps) {
        Node node = state.node(number);
        Write write = node.inFlight();
        switch (node.phase()) {
            case IDLE -> {
                boolean mayTake = node.batchEnd() == 0 || lacks(Rule.HAND_OVER_BETWEEN_BATCHES);
                if (mayTake && !node.segment().equals(FlushState.NONE)) {
                    Node taken = node.handOver();
                    steps.fair(
                            () -> name(number) + ": the writer takes " + FlushText.write(taken.inFlight()),
                            state.with(number, taken));
                }
            }
            case CAPTURED -> {
                if (write != null && state.transaction() == null) {
                    fence(state, number, write, steps);
                }
            }
            case SENT -> {}
            case IN_DOUBT -> {
                if (write != null) {
                    resolve(state, number, write, steps);
                }
            }
        }
    }

    private void fence(FlushState state, int number, Write write, Steps<FlushState> steps) {
        Node node = state.node(number);
        if (isAt(state.database(), write.before(), write.epoch(), write.write() - 1) || lacks(Rule.FENCE)) {
            steps.fair(
                    () -> name(number) + ": begins a transaction and passes the fence",
                    state.with(number, node.at(Phase.SENT)).in(new Transaction(number, true, write, Stage.FENCED)));
        } else {
            steps.fair(
                    () -> name(number) + ": begins a transaction and is stopped at the fence",
                    state.with(number, node.at(Phase.IN_DOUBT)));
        }
    }

    private void resolve(FlushState state, int number, Write write, Steps<FlushState> steps) {
        Node node = state.node(number);
        if (lacks(Rule.RESOLVE_BY_POSITION)) {
            steps.fair(() -> name(number) + ": takes the write for done", state.with(number, node.durable(write)));
        } else if (isAt(state.database(), write.after(), write.epoch(), write.write())) {
            steps.fair(
                    () -> name(number) + ": finds that the write took place", state.with(number, node.durable(write)));
        } else if (isAt(state.database(), write.before(), write.epoch(), write.write() - 1)) {
            Write again = write;
            if (lacks(Rule.RETRY_AS_CAPTURED)) {
                Rows now = write.rows().overlaid(node.memory());
                again = new Write(now, write.before(), write.after(), write.epoch(), write.write());
            }
            steps.fair(
                    () -> name(number) + ": finds the rows as they were, and will try again",
                    state.with(number, node.trying(again, Phase.CAPTURED)));
        } else {
            steps.fair(
                    () -> name(number) + ": finds that it lost the claim, and forgets all",
                    state.with(number, Node.OFF));
        }
    }

    private static boolean isAt(Database database, int watermark, int epoch, int write) {
        return database.watermark() == watermark && database.epoch() == epoch && database.write() == write;
    }

    void transaction(FlushState state, Steps<FlushState> steps) {
        Transaction open = state.transaction();
        if (open == null) {
            return;
        }
        Database now = state.database();
        Write write = open.write();
        Rows rows = now.rows().overlaid(write.rows());
        Database done = new Database(rows, write.after(), now.epoch(), write.write(), now.token());
        if (!open.isConnected()) {
            steps.fair(
                    () -> "database: the transaction that nobody waits for commits",
                    state.with(done).in(null));
            steps.fair(() -> "database: the transaction that nobody waits for is rolled back", state.in(null));
            return;
        }
        String name = name(open.node());
        Node node = state.node(open.node());
        switch (open.stage()) {
            case FENCED -> {
                FlushState next = state.in(new Transaction(open.node(), true, write, Stage.ROWS));
                if (lacks(Rule.ONE_TRANSACTION)) {
                    next = next.with(new Database(rows, now.watermark(), now.epoch(), now.write(), now.token()));
                }
                steps.fair(() -> name + ": writes its rows", next);
            }
            case ROWS ->
                steps.fair(
                        () -> name + ": asks for the commit",
                        state.in(new Transaction(open.node(), true, write, Stage.COMMIT)));
            case COMMIT ->
                steps.fair(
                        () -> name + ": is told that it is committed",
                        state.with(done).in(null).with(open.node(), node.durable(write)));
        }
        if (state.faults() > 0) {
            FlushState lost = state.with(open.node(), node.at(Phase.IN_DOUBT)).faulty();
            steps.free(
                    () -> name + ": loses its connection", lost.in(open.stage() == Stage.COMMIT ? orphan(open) : null));
        }
    }

    static Transaction orphan(Transaction open) {
        return new Transaction(open.node(), false, open.write(), open.stage());
    }

    private boolean lacks(Rule rule) {
        return without.contains(rule);
    }

    private static String name(int node) {
        return FlushText.name(node);
    }
}
