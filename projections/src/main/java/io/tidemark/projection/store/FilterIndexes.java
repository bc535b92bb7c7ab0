package io.tidemark.projection.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * For each filter that was asked, the keys of the rows in memory that match it. An index is right as long as it sees
 * every change, and covers the storage as long as nothing has left memory. Not thread-safe.
 */
final class FilterIndexes<K, R> {

    private final Map<Filter<R>, Set<K>> keysByFilter = new HashMap<>();

    boolean has(Filter<R> filter) {
        return keysByFilter.containsKey(filter);
    }

    Set<Filter<R>> filters() {
        return keysByFilter.keySet();
    }

    /** Begins an index with the rows that are in memory. */
    void add(Filter<R> filter, Collection<Change<K, R>> changes) {
        Set<K> keys = new LinkedHashSet<>();
        for (Change<K, R> change : changes) {
            if (change.row != null && filter.matches(change.row)) {
                keys.add(change.key);
            }
        }
        keysByFilter.put(filter, keys);
    }

    /** A row is now like this, or gone. */
    void update(K key, @Nullable R row) {
        if (keysByFilter.isEmpty()) {
            return;
        }
        keysByFilter.forEach((filter, keys) -> {
            if (row != null && filter.matches(row)) {
                keys.add(key);
            } else {
                keys.remove(key);
            }
        });
    }

    List<R> matches(Filter<R> filter, Map<K, Change<K, R>> latest) {
        List<R> rows = new ArrayList<>();
        for (K key : keysByFilter.getOrDefault(filter, Set.of())) {
            Change<K, R> change = latest.get(key);
            if (change != null && change.row != null) {
                rows.add(change.row);
            }
        }
        return rows;
    }

    void clear() {
        keysByFilter.clear();
    }
}
