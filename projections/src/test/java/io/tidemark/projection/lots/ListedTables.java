package io.tidemark.projection.lots;

import io.tidemark.projection.store.AppendOnlyTable;
import io.tidemark.projection.store.Filter;
import io.tidemark.projection.store.SharedTable;
import io.tidemark.projection.store.Table;
import io.tidemark.projection.store.TableDefinition;
import io.tidemark.projection.store.Tables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tables that are lists and maps, to see what a handler does to them. Shares nothing with the store. */
public final class ListedTables implements Tables {

    private final Map<TableDefinition<?, ?>, Map<?, ?>> keyed = new HashMap<>();
    private final Map<TableDefinition<?, ?>, List<?>> appended = new HashMap<>();

    /** Empty tables. */
    public ListedTables() {}

    /** A copy, to try something. */
    ListedTables(ListedTables other) {
        other.keyed.forEach((table, rows) -> keyed.put(table, new LinkedHashMap<>(rows)));
    }

    /** The rows of a table by key, in the order in which they came. */
    @SuppressWarnings("unchecked") // Rows are kept by the table that they are of.
    public <K, R> Map<K, R> rows(TableDefinition<K, R> definition) {
        return (Map<K, R>) keyed.computeIfAbsent(definition, table -> new LinkedHashMap<>());
    }

    /** What was added to a table. */
    @SuppressWarnings("unchecked") // Rows are kept by the table that they are of.
    public <R> List<R> appended(TableDefinition<R, R> definition) {
        return (List<R>) appended.computeIfAbsent(definition, table -> new ArrayList<>());
    }

    @Override
    public <K, R> Table<K, R> keyed(TableDefinition<K, R> definition) {
        return new MapTable<>(definition, rows(definition));
    }

    @Override
    public <R> AppendOnlyTable<R> appendOnly(TableDefinition<R, R> definition) {
        return appended(definition)::add;
    }

    @Override
    public <K, R> SharedTable<K, R> shared(TableDefinition<K, R> definition) {
        throw new UnsupportedOperationException();
    }

    /** A table over a map. */
    private record MapTable<K, R>(TableDefinition<K, R> definition, Map<K, R> rows) implements Table<K, R> {

        @Override
        public @Nullable R get(K key) {
            return rows.get(key);
        }

        @Override
        public R getOrThrow(K key, Supplier<String> message) {
            R row = rows.get(key);
            if (row == null) {
                throw new IllegalStateException(message.get());
            }
            return row;
        }

        @Override
        public R getOrCreate(K key, Function<? super K, ? extends R> make) {
            return rows.computeIfAbsent(key, make);
        }

        @Override
        public List<R> getWhere(Filter<R> filter) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void insert(R row) {
            if (rows.putIfAbsent(definition.keyOf(row), row) != null) {
                throw new IllegalStateException(definition + " has " + definition.keyOf(row));
            }
        }

        @Override
        public void set(R row) {
            rows.put(definition.keyOf(row), row);
        }

        @Override
        public void delete(K key) {
            rows.remove(key);
        }
    }
}
