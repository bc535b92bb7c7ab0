package io.tidemark.projection.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a run of batches did to one table, each row named once. Filled by the thread that processes; immutable once it
 * was handed to the writer, which may ask it any number of times.
 *
 * @param <K> what a row is known by
 * @param <R> the row
 */
public final class TableChanges<K, R> {

    private final TableDefinition<K, R> table;
    final List<Change<K, R>> changes = new ArrayList<>();
    final List<Version<K, R>> displaced = new ArrayList<>();
    final List<R> appended = new ArrayList<>();
    private final boolean keepsHistory;

    /** Rows that only these changes hold on to, and their bytes; kept up by the thread that processes, also later. */
    long heldRows;

    long heldBytes;

    /**
     * A row at a seq.
     *
     * @param key its key
     * @param row {@code null} if it was deleted there
     * @param seq the seq of the event that made it so
     */
    public record Version<K, R>(K key, @Nullable R row, long seq) {}

    TableChanges(TableDefinition<K, R> table, boolean keepsHistory) {
        this.table = table;
        this.keepsHistory = keepsHistory && table.keepsHistory();
    }

    /** The table. */
    public TableDefinition<K, R> table() {
        return table;
    }

    boolean keepsHistory() {
        return keepsHistory;
    }

    /** Whether nothing changed. */
    public boolean isEmpty() {
        return changes.isEmpty() && appended.isEmpty();
    }

    /** Whether no row that the storage may have is changed or deleted. */
    public boolean isInsertOnly() {
        for (Change<K, R> change : changes) {
            if (change.stored != Change.Stored.ABSENT) {
                return false;
            }
        }
        return true;
    }

    /** Rows that the storage surely lacks. */
    public List<R> inserts() {
        if (table.kind() == TableDefinition.Kind.APPEND_ONLY) {
            return appended;
        }
        return rows(change -> storedOf(change) == Change.Stored.ABSENT);
    }

    /** Rows that the storage surely has, with other values in mutable columns at most. */
    public List<R> updates() {
        return rows(change -> storedOf(change) == Change.Stored.PRESENT);
    }

    /** Rows that the storage may have. */
    public List<R> upserts() {
        return rows(change -> storedOf(change) == Change.Stored.UNKNOWN);
    }

    /** Keys of rows to remove, if they are there. */
    public List<K> deletes() {
        List<K> keys = new ArrayList<>();
        for (Change<K, R> change : changes) {
            if (change.row == null && storedOf(change) != Change.Stored.ABSENT) {
                keys.add(change.key);
            }
        }
        return keys;
    }

    /** Every version that the run made, those of one row in ascending seq; empty unless history is kept. */
    public List<Version<K, R>> history() {
        if (!keepsHistory) {
            return List.of();
        }
        List<Version<K, R>> versions = new ArrayList<>(displaced);
        for (Change<K, R> change : changes) {
            versions.add(new Version<>(change.key, change.row, change.seq));
        }
        return versions;
    }

    /** Every row that is new or different. */
    public List<R> changedRows() {
        return table.kind() == TableDefinition.Kind.APPEND_ONLY ? appended : rows(change -> true);
    }

    /** Rows that generations share may be changed by another one's writer, so what was seen of them may be old. */
    private Change.Stored storedOf(Change<K, R> change) {
        return table.kind() == TableDefinition.Kind.SHARED ? Change.Stored.UNKNOWN : change.stored;
    }

    private List<R> rows(Predicate<Change<K, R>> wanted) {
        List<R> rows = new ArrayList<>();
        for (Change<K, R> change : changes) {
            R row = change.row;
            if (row != null && wanted.test(change)) {
                rows.add(row);
            }
        }
        return rows;
    }
}
