package io.tidemark.projection.store;

import java.util.ArrayList;
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
        others.add(() -> table.getWhere(filter));
    }

    @SuppressWarnings("unchecked") // Keys are kept by the table that they are of.
    void load() {
        keys.forEach((table, missing) -> ((MemoryTable<Object, ?>) table).load(missing));
        others.forEach(Runnable::run);
    }
}
