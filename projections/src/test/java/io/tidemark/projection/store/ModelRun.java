package io.tidemark.projection.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.projection.store.HeldStorage.Outcome;
import io.tidemark.projection.store.ModelOp.Event;
import io.tidemark.projection.store.ModelStep.Batch;
import io.tidemark.projection.store.ModelStep.Crash;
import io.tidemark.projection.store.ModelStep.EndWrite;
import io.tidemark.projection.store.ModelStep.Flush;
import io.tidemark.projection.store.ModelStep.LoseConnections;
import io.tidemark.projection.store.ModelStep.Stage;
import io.tidemark.projection.store.ModelStep.TakeOver;
import io.tidemark.projection.store.TableChanges.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * One history of a store: the steps happen to it, and after each the durable tables are those of a naive run up to the
 * durable watermark, which never goes back.
 */
final class ModelRun implements AutoCloseable {

    private static final long ARRIVAL_NANOS = 300_000;

    /** Longer if there is something to write, for the writer may have to wait for a processor. */
    private static final long PENDING_ARRIVAL_NANOS = 2_000_000;

    private static final long LOOK_EVERY_NANOS = 20_000;

    private final List<Event> events;
    private final int historyAfter;
    private final NaiveRun naive;
    private final StoreSettings settings;
    private final HeldStorage storage = new HeldStorage();
    private final List<TestStore> replaced = new ArrayList<>();
    private TestStore store;
    private String staged = "";
    private long watermark;

    ModelRun(List<Event> events, int historyAfter, StoreSettings settings, boolean isFenced) {
        this.events = events;
        this.historyAfter = historyAfter;
        this.naive = new NaiveRun(events, historyAfter);
        this.settings = settings;
        if (!isFenced) {
            storage.dropFence();
        }
        storage.writeDoor().close();
        this.store = new TestStore(storage, settings);
    }

    /** Has the steps happen, and then everything made durable. */
    void run(List<ModelStep> steps) {
        for (ModelStep step : steps) {
            happen(step);
            check();
        }
        happen(new Flush());
        check();
        assertThat(watermark).isEqualTo(store.store.processed());
        happen(new Crash(Outcome.DONE));
        while (store.store.processed() < events.size()) {
            happen(new Batch(5, Outcome.DONE));
        }
        happen(new Flush());
        check();
        assertThat(watermark).isEqualTo(events.size());
    }

    private void happen(ModelStep step) {
        switch (step) {
            case Batch batch -> process(batch);
            case EndWrite write -> {
                awaitArrival();
                if (storage.writeDoor().isHolding()) {
                    storage.next(write.outcome());
                    storage.writeDoor().letOnePass();
                }
            }
            case Flush flush -> {
                storage.writeDoor().open();
                assertThat(store.flush()).as("flushed").isTrue();
                storage.writeDoor().close();
                assertThat(storage.metadata().getOrDefault("fact", "")).isEqualTo(staged);
            }
            case Crash crash -> {
                storage.next(crash.outcome());
                Thread closing = TestStore.inBackground(store.store::close);
                storage.writeDoor().open();
                TestStore.awaitEnd(closing);
                reopen();
            }
            case TakeOver takeOver -> {
                replaced.add(store);
                reopen();
            }
            case LoseConnections lose -> {
                storage.failReads(lose.reads());
                storage.failPositions(lose.positions());
            }
            case Stage stage -> {
                staged = stage.fact();
                store.store.stageMetadata(Map.of("fact", staged));
            }
        }
    }

    private void reopen() {
        storage.writeDoor().close();
        store = new TestStore(storage, settings);
        staged = storage.metadata().getOrDefault("fact", "");
    }

    private void process(Batch batch) {
        int from = Math.toIntExact(store.store.processed());
        int to = Math.min(events.size(), from + batch.events());
        if (from < historyAfter) {
            to = Math.min(to, historyAfter);
        }
        if (from == to) {
            return;
        }
        boolean mustWait = store.store.objects() >= settings.objectsTarget();
        if (mustWait) {
            storage.next(batch.outcome());
            storage.writeDoor().open();
        }
        store.process(
                from >= historyAfter,
                events.subList(from, to).stream().map(ModelAct::new).toArray(Items.Act[]::new));
        if (mustWait) {
            storage.writeDoor().close();
        }
    }

    /** A write that is on its way needs a moment; that it comes later is another history, and as good. */
    private void awaitArrival() {
        boolean isPending = store.store.processed() > storage.watermark();
        long deadline = System.nanoTime() + (isPending ? PENDING_ARRIVAL_NANOS : ARRIVAL_NANOS);
        while (!storage.writeDoor().isHolding() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }

    private void check() {
        assertThat(store.failures).isEmpty();
        storage.atOnce(() -> {
            long now = storage.watermark();
            assertThat(now).as("watermark").isGreaterThanOrEqualTo(watermark);
            watermark = now;
            NaiveRun.State expected = naive.at(now);
            assertThat(storage.rowsOf(Items.ROWS)).as("rows at seq %d", now).isEqualTo(expected.rows());
            assertThat(storage.appendedTo(Items.LOG)).as("lines at seq %d", now).isEqualTo(expected.lines());
            assertThat(history()).as("history at seq %d", now).isEqualTo(expected.history());
            return now;
        });
    }

    private List<String> history() {
        return storage.historyOf(Items.ROWS).stream()
                .sorted(Comparator.<Version<String, Item>, String>comparing(
                        version -> String.format("%s@%06d", version.key(), version.seq())))
                .map(version -> version.key() + "@" + version.seq() + "=" + Objects.toString(version.row()))
                .toList();
    }

    @Override
    public void close() {
        store.close();
        replaced.forEach(TestStore::close);
    }
}
