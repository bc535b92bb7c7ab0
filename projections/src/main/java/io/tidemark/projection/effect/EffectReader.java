package io.tidemark.projection.effect;

import io.tidemark.projection.effect.Flight.Answer;
import io.tidemark.projection.store.Filter;
import io.tidemark.projection.store.Reads;
import io.tidemark.projection.store.SharedTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * An effect as the handler of one store asks it. An answer comes from memory, from a question under way, from the database,
 * or from a call, whichever has it first. It is durable before {@link #get} gives it out, and is stamped with the seq of the
 * event that asked in the transaction that makes that event's rows durable. For the thread that processes.
 *
 * @param <I> inputs
 * @param <O> outputs
 */
public final class EffectReader<I, O> {

    private static final int RECENT = 10_000;

    private final Effect<I, O> effect;
    private final EffectOptions<I, O> options;
    private final EffectMetrics metrics;
    private final SharedTable<EffectKey, EffectRow> table;
    private final Arrivals<O> arrivals = new Arrivals<>();
    private final Map<I, O> recent = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<I> announced = new LinkedHashSet<>();
    private final Map<I, Outcome<O>> outcomes = new HashMap<>();

    /** What became of a question of this batch, until an event uses it. */
    private record Outcome<O>(
            @Nullable Answer<O> answer, @Nullable RuntimeException failure) {}

    EffectReader(Effect<I, O> effect, SharedTable<EffectKey, EffectRow> table) {
        this.effect = effect;
        this.options = effect.options();
        this.metrics = effect.metrics();
        this.table = table;
        metrics.storedAtLeast(table.count(Filter.equal(EffectTables.EFFECT, options.name())));
        table.whenEnded(arrivals::end);
    }

    /**
     * An event of this batch will ask for the input. All that are announced are looked up with one query and called for
     * side by side.
     */
    public void announce(Reads reads, I input) {
        if (recent.containsKey(input)) {
            return;
        }
        if (announced.isEmpty()) {
            reads.afterwards(this::prepare);
        }
        announced.add(input);
    }

    private void prepare() {
        List<I> inputs = List.copyOf(announced);
        announced.clear();
        outcomes.clear();
        resolve(inputs);
    }

    /**
     * The answer for the event that is being applied. Waits for it.
     *
     * @throws EffectFailedException if there is none at present
     * @throws IllegalArgumentException if the input cannot be stored
     * @throws io.tidemark.projection.store.StorageException if the storage is away
     */
    public O get(I input) {
        O known = recent.get(input);
        if (known != null) {
            metrics.memoryHit();
            return known;
        }
        Outcome<O> outcome = outcomes.remove(input);
        if (outcome == null) {
            resolve(List.of(input));
            outcome = outcomes.remove(input);
        }
        if (outcome == null || outcome.answer() == null) {
            throw outcome != null && outcome.failure() != null ? outcome.failure() : new IllegalStateException();
        }
        Answer<O> answer = outcome.answer();
        EffectRow row = answer.row();
        if (row != null && row.seq() == 0) {
            table.set(row.at(table.seq()));
        }
        remember(input, answer.value());
        return answer.value();
    }

    private void remember(I input, O output) {
        recent.put(input, output);
        if (recent.size() > RECENT) {
            recent.remove(recent.keySet().iterator().next());
        }
    }

    private void resolve(Collection<I> inputs) {
        Map<Flight<O>, I> asked = new LinkedHashMap<>();
        Map<Flight<O>, I> mine = new LinkedHashMap<>();
        for (I input : inputs) {
            String text = options.input().write(input);
            Flight<O> flight = new Flight<>(EffectKey.of(options.name(), text), text);
            EffectRow row = options.isCached() ? table.peek(flight.key) : null;
            Answer<O> kept = row == null ? null : valid(row);
            if (kept != null) {
                metrics.memoryHit();
                outcomes.put(input, new Outcome<>(kept, null));
                continue;
            }
            Flight<O> boarded = effect.board(flight);
            asked.put(boarded, input);
            if (boarded == flight) {
                mine.put(flight, input);
            } else {
                metrics.inFlightHit();
            }
        }
        start(mine);
        await(asked);
    }

    /** Who boards a flight looks into the database first, after whoever was on it before has made its answer durable. */
    private void start(Map<Flight<O>, I> mine) {
        Map<EffectKey, EffectRow> stored = new HashMap<>();
        try {
            if (!mine.isEmpty() && options.isCached() && metrics.stored() > 0) {
                List<EffectKey> keys =
                        mine.keySet().stream().map(flight -> flight.key).toList();
                table.load(keys).forEach(row -> stored.put(row.key(), row));
            }
        } catch (RuntimeException | Error e) {
            mine.keySet().forEach(flight -> effect.failed(flight, e));
            throw e;
        }
        mine.forEach((flight, input) -> {
            EffectRow row = stored.get(flight.key);
            Answer<O> kept = row == null ? null : valid(row);
            if (kept != null) {
                metrics.databaseHit();
                flight.answer.complete(kept);
                effect.landed(flight);
                return;
            }
            if (row != null) {
                metrics.invalidated();
                flight.replaces = true;
            }
            effect.start(flight, input);
        });
    }

    /** The answer that a row is, {@code null} if it is not valid. */
    private @Nullable Answer<O> valid(EffectRow row) {
        try {
            return new Answer<>(options.output().read(row.output()), row, true);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Makes answers durable as they come, several at once if several have come, so that a kill loses hardly any. */
    private void await(Map<Flight<O>, I> asked) {
        asked.keySet().forEach(arrivals::expect);
        int left = asked.size();
        while (left > 0) {
            List<Flight<O>> come = arrivals.take(options.name());
            keep(come.stream().filter(flight -> !flight.replaces).toList(), asked, false);
            keep(come.stream().filter(flight -> flight.replaces).toList(), asked, true);
            left -= come.size();
        }
    }

    private void keep(List<Flight<O>> come, Map<Flight<O>, I> asked, boolean replaces) {
        Map<EffectKey, EffectRow> rows = new LinkedHashMap<>();
        for (Flight<O> flight : come) {
            Answer<O> answer = outcome(flight).answer();
            EffectRow row = answer == null || answer.isDurable() ? null : answer.row();
            if (row != null) {
                rows.put(flight.key, row);
            }
        }
        Map<EffectKey, EffectRow> durable = new HashMap<>();
        if (!rows.isEmpty()) {
            List<EffectRow> ordered = new ArrayList<>(rows.values());
            ordered.sort(Comparator.comparing(row -> row.key().order()));
            table.keep(ordered, replaces).forEach(row -> durable.put(row.key(), row));
        }
        for (Flight<O> flight : come) {
            EffectRow row = durable.get(flight.key);
            if (row != null && flight.countsNow()) {
                metrics.storedOneMore();
            }
            // Another node may have been first: its answer is the one that every later fold will find.
            Answer<O> first = row == null ? null : valid(row);
            I input = asked.get(flight);
            if (input != null) {
                outcomes.put(input, first == null ? outcome(flight) : new Outcome<>(first, null));
            }
            effect.landed(flight);
        }
    }

    private static <O> Outcome<O> outcome(Flight<O> flight) {
        try {
            return new Outcome<>(flight.answer.join(), null);
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new Outcome<>(
                    null,
                    cause instanceof RuntimeException known
                            ? known
                            : new EffectFailedException(flight.key.effect(), String.valueOf(cause), cause));
        }
    }
}
