package io.tidemark.projection.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects what a batch of events will read. Not thread-safe. */
public final class Reads {

    private final Map<Table<?, ?>, Set<Object>> keys = new LinkedHashMap<>();
    private final Map<Table<?, ?>, Set<Object>> made = new HashMap<>();
    private final Map<Table<?, ?>, Set<Filter<?>>> filters = new LinkedHashMap<>();
    private final List<Runnable> others = new ArrayList<>();

    Reads() {}

    /** The row with this key will be read. */
    public <K> void row(Table<K, ?> table, K key) {
        MemoryTable<K, ?> memory = (MemoryTable<K, ?>) table;
        if (memory.isUnknown(key) && !made.getOrDefault(table, Set.of()).contains(key)) {
            keys.computeIfAbsent(table, t -> new LinkedHashSet<>()).add(key);
        }
    }

    /** The row with this key will be made, so later reads of it in this batch need not ask the storage. */
    public <K> void made(Table<K, ?> table, K key) {
        MemoryTable<K, ?> memory = (MemoryTable<K, ?>) table;
        if (memory.isUnknown(key)) {
            made.computeIfAbsent(table, t -> new HashSet<>()).add(key);
        }
    }

    /** Rows that meet these conditions will be read. */
    public <R> void rowsWhere(Table<?, R> table, Filter<R> filter) {
        filters.computeIfAbsent(table, t -> new LinkedHashSet<>()).add(filter);
    }

    /** Something else is to be got ready, once all events of the batch are announced and their rows are there. */
    public void afterwards(Runnable preparation) {
        others.add(preparation);
    }

    @SuppressWarnings("unchecked") // Keys and filters are kept by the table that they are of.
    void load() {
        keys.forEach((table, missing) -> ((MemoryTable<Object, ?>) table).load(missing));
        filters.forEach((table, asked) ->
                ((MemoryTable<?, Object>) table).loadWhere((Collection<Filter<Object>>) (Collection<?>) asked));
        others.forEach(Runnable::run);
    }
}
