package io.tidemark.projection.effect;

import io.tidemark.projection.store.Column;
import io.tidemark.projection.store.HeldStorage;
import io.tidemark.projection.store.PositionedEvent;
import io.tidemark.projection.store.ProjectionDefinition;
import io.tidemark.projection.store.ProjectionHandler;
import io.tidemark.projection.store.ProjectionStore;
import io.tidemark.projection.store.Reads;
import io.tidemark.projection.store.StoreSettings;
import io.tidemark.projection.store.Table;
import io.tidemark.projection.store.TableDefinition;
import io.tidemark.projection.store.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A store of a projection that writes down what effects answer. */
final class EffectStore implements AutoCloseable {

    /**
     * What an effect answered.
     *
     * @param question name of the effect and the input
     * @param answer the output, or what the failure said
     */
    record Answered(String question, String answer) {}

    static final TableDefinition<String, Answered> ANSWERED = TableDefinition.<String, Answered>keyed(
                    "test.answered", Answered::question)
            .key(List.of(Column.text("question", question -> question)))
            .values(List.of(Column.<Answered>text("answer", Answered::answer).mutable()))
            .reader(row -> new Answered(row.text("question"), row.text("answer")))
            .build();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final HeldStorage storage;
    final ProjectionStore<Asked> store;
    final List<RuntimeException> failures = new CopyOnWriteArrayList<>();

    EffectStore(HeldStorage storage, Effect<?, ?>... effects) {
        this(storage, Long.MAX_VALUE, effects);
    }

    EffectStore(HeldStorage storage, long objects, Effect<?, ?>... effects) {
        this.storage = storage;
        StoreSettings settings = new StoreSettings(
                objects, Long.MAX_VALUE, 1, Duration.ofSeconds(60), Duration.ofMillis(1), Duration.ZERO);
        this.store = ProjectionStore.open(
                new ProjectionDefinition<>(
                        "test", 1, List.of(ANSWERED, EffectTables.answers()), tables -> new Handler(tables, effects)),
                storage,
                settings,
                failures::add);
    }

    /** Processes a batch. */
    void process(Asked... asked) {
        List<PositionedEvent<Asked>> batch = new ArrayList<>();
        for (Asked event : asked) {
            batch.add(new PositionedEvent<>(store.processed() + batch.size() + 1L, Instant.EPOCH, event));
        }
        try {
            store.process(batch);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asks an effect for inputs in one batch. */
    void ask(String effect, String... inputs) {
        List<Asked> events = new ArrayList<>();
        for (String input : inputs) {
            events.add(Asked.of(effect, input));
        }
        process(events.toArray(Asked[]::new));
    }

    void flush() {
        try {
            if (!store.flush(PATIENCE)) {
                throw new AssertionError("nothing becomes durable", store.failure());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns once nothing more can become durable. */
    void awaitFailure() {
        while (failures.isEmpty()) {
            Thread.onSpinWait();
        }
    }

    /** The durable answers by question. */
    Map<String, String> answers() {
        flush();
        Map<String, String> answers = new TreeMap<>();
        storage.rowsOf(ANSWERED).forEach((question, row) -> answers.put(question, row.answer()));
        return answers;
    }

    /** The kept answers. */
    List<EffectRow> kept() {
        return List.copyOf(storage.rowsOf(EffectTables.ROWS).values());
    }

    @Override
    public void close() {
        storage.writeDoor().open();
        store.close();
    }

    private static final class Handler implements ProjectionHandler<Asked> {

        private final Table<String, Answered> answered;
        private final Map<String, EffectReader<String, ?>> readers = new HashMap<>();

        Handler(Tables tables, Effect<?, ?>... effects) {
            this.answered = tables.keyed(ANSWERED);
            for (Effect<?, ?> effect : effects) {
                readers.put(effect.options().name(), reader(effect, tables));
            }
        }

        @SuppressWarnings("unchecked") // Effects of these tests take texts.
        private static EffectReader<String, ?> reader(Effect<?, ?> effect, Tables tables) {
            return ((Effect<String, ?>) effect).over(tables);
        }

        @Override
        public void announce(Asked event, Reads reads) {
            if (event.isAnnounced()) {
                readerOf(event).announce(reads, event.input());
            }
        }

        @Override
        public void apply(PositionedEvent<Asked> positioned, Asked event) {
            answered.set(new Answered(event.effect() + " " + event.input(), answer(event)));
        }

        private EffectReader<String, ?> readerOf(Asked event) {
            return Objects.requireNonNull(readers.get(event.effect()));
        }

        private String answer(Asked event) {
            try {
                return String.valueOf(readerOf(event).get(event.input()));
            } catch (EffectFailedException e) {
                if (event.catches()) {
                    return "failed: " + e.getMessage();
                }
                throw e;
            }
        }
    }
}
