package io.tidemark.projection.store;

import io.tidemark.projection.store.Filter.Condition;
import io.tidemark.projection.store.StorageException.Kind;
import io.tidemark.projection.store.TableChanges.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The durable rows of one table of a {@link HeldStorage}, as strict as a database: a row that is added must be new, one
 * that is changed must be there and keep its immutable columns, a version is kept once. Not thread-safe.
 *
 * @param <K> what a row is known by, sortable by its text
 * @param <R> the row
 */
final class HeldRows<K, R> {

    private final TableDefinition<K, R> table;
    final Map<String, R> rows;
    final List<R> appended;
    final List<Version<K, R>> history;

    HeldRows(TableDefinition<K, R> table) {
        this(table, Map.of(), List.of(), List.of());
    }

    private HeldRows(TableDefinition<K, R> table, Map<String, R> rows, List<R> appended, List<Version<K, R>> history) {
        this.table = table;
        this.rows = new TreeMap<>(rows);
        this.appended = new ArrayList<>(appended);
        this.history = new ArrayList<>(history);
    }

    /** What the rows are after the changes. */
    @SuppressWarnings("unchecked") // The changes are of this table.
    HeldRows<K, R> with(TableChanges<?, ?> untyped) {
        TableChanges<K, R> changes = (TableChanges<K, R>) untyped;
        HeldRows<K, R> next = new HeldRows<>(table, rows, appended, history);
        if (table.kind() == TableDefinition.Kind.APPEND_ONLY) {
            next.appended.addAll(changes.inserts());
            return next;
        }
        for (R row : changes.inserts()) {
            require(next.rows.put(key(row), row) == null, "adds a row that is there", row);
        }
        for (R row : changes.updates()) {
            R old = next.rows.put(key(row), row);
            require(old != null && isSameInImmutableColumns(old, row), "changes a row that is another", row);
        }
        changes.upserts().forEach(row -> next.rows.put(key(row), row));
        changes.deletes().forEach(key -> next.rows.remove(key.toString()));
        next.history.addAll(changes.history());
        Set<String> versions = new HashSet<>();
        for (Version<K, R> version : next.history) {
            require(versions.add(version.key() + "@" + version.seq()), "keeps a version twice", version);
        }
        return next;
    }

    List<R> matching(Filter<R> filter) {
        return rows.values().stream()
                .filter(row -> filter.conditions().stream().allMatch(condition -> isMet(condition, row)))
                .toList();
    }

    private static <R> boolean isMet(Condition<R> condition, R row) {
        Object actual = condition.column().value().apply(row);
        if (actual == null) {
            return false;
        }
        return switch (condition.operator()) {
            case IN -> ((List<?>) condition.value()).contains(actual);
            case EQUAL -> compare(actual, condition.value()) == 0;
            case GREATER -> compare(actual, condition.value()) > 0;
            case GREATER_OR_EQUAL -> compare(actual, condition.value()) >= 0;
            case LESS -> compare(actual, condition.value()) < 0;
            case LESS_OR_EQUAL -> compare(actual, condition.value()) <= 0;
        };
    }

    @SuppressWarnings("unchecked") // Values of one column compare to each other.
    private static int compare(Object one, Object other) {
        return ((Comparable<Object>) one).compareTo(other);
    }

    private boolean isSameInImmutableColumns(R old, R row) {
        return table.valueColumns().stream()
                .filter(column -> !column.isMutable())
                .allMatch(column ->
                        Objects.equals(column.value().apply(old), column.value().apply(row)));
    }

    private String key(R row) {
        return table.keyOf(row).toString();
    }

    private void require(boolean isMet, String fault, @Nullable Object what) {
        if (!isMet) {
            throw new StorageException(Kind.PERMANENT, "the write " + fault + " in " + table + ": " + what, null);
        }
    }
}
