package io.tidemark.projection.store;

import io.tidemark.projection.store.Change.Stored;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one table that are in memory: what was processed, what was loaded, and what is known not to exist. Used by
 * the thread that processes alone; the writer gets its changes by hand-over.
 */
final class MemoryTable<K, R> implements Table<K, R>, AppendOnlyTable<R> {

    private final TableDefinition<K, R> definition;
    private final StoreContext context;
    private final Map<K, Change<K, R>> latest = new HashMap<>();
    private final FilterIndexes<K, R> indexes = new FilterIndexes<>();
    private TableChanges<K, R> current;

    /** Whether a row that memory lacks does not exist: true from the empty table on until something may have left. */
    private boolean complete;

    /** Whether finished rows have left, which nobody asks for by key, but which conditions may still match. */
    private boolean hasLackOfFinished;

    /** Rows in memory that are not in the map: appended ones, and replaced ones that wait to be written. */
    private long heldRows;

    /** What all rows in memory take. */
    private long bytes;

    MemoryTable(
            TableDefinition<K, R> definition,
            StoreContext context,
            TableChanges<K, R> current,
            boolean isStorageEmpty) {
        this.definition = definition;
        this.context = context;
        this.current = current;
        this.complete = isStorageEmpty && definition.kind() == TableDefinition.Kind.KEYED;
    }

    TableDefinition<K, R> definition() {
        return definition;
    }

    /** From now on changes go to another segment. */
    @SuppressWarnings("unchecked") // A segment has its tables in the order of the definitions, as the store has.
    void beginSegment(TableChanges<?, ?> changes) {
        this.current = (TableChanges<K, R>) changes;
    }

    @Override
    public @Nullable R get(K key) {
        Change<K, R> change = latest.get(key);
        if (change == null) {
            context.metrics().missed();
            if (complete) {
                return null;
            }
            load(Set.of(key));
            change = latest.get(key);
            return change == null ? null : change.row;
        }
        context.metrics().hit();
        return change.row;
    }

    @Override
    public R getOrThrow(K key, Supplier<String> message) {
        R row = get(key);
        if (row == null) {
            throw new IllegalStateException(message.get());
        }
        return row;
    }

    @Override
    public R getOrCreate(K key, Function<? super K, ? extends R> make) {
        R row = get(key);
        if (row == null) {
            row = make.apply(key);
            set(row);
        }
        return row;
    }

    @Override
    public List<R> getWhere(Filter<R> filter) {
        loadWhere(List.of(filter));
        return indexes.matches(filter, latest);
    }

    @Override
    public void insert(R row) {
        Change<K, R> known = latest.get(definition.keyOf(row));
        if (known != null && known.row != null) {
            throw new IllegalStateException("seq " + context.changingSeq(definition) + " adds a row to " + definition
                    + " that is there: " + definition.keyOf(row));
        }
        put(definition.keyOf(row), row, Stored.ABSENT);
    }

    @Override
    public void set(R row) {
        put(definition.keyOf(row), row, isWhole() ? Stored.ABSENT : Stored.UNKNOWN);
    }

    @Override
    public void delete(K key) {
        put(key, null, isWhole() ? Stored.ABSENT : Stored.UNKNOWN);
    }

    @Override
    public void append(R row) {
        context.changingSeq(definition);
        current.appended.add(row);
        hold(current, definition.bytes(row));
        bytes += definition.bytes(row);
    }

    /** Whether memory has every row that there is. */
    private boolean isWhole() {
        return complete && !hasLackOfFinished;
    }

    /** Whether the key has to be loaded before it can be read. */
    boolean isUnknown(K key) {
        return !complete && !latest.containsKey(key);
    }

    /** Asks the storage for rows that memory does not know, all at once; what memory knows by then stays. */
    void load(Collection<K> keys) {
        Map<K, R> found = new HashMap<>();
        for (R row : context.load(definition, keys)) {
            found.put(definition.keyOf(row), row);
        }
        context.metrics().loaded(keys.size(), found.size());
        for (K key : keys) {
            seed(key, found.get(key));
        }
    }

    /** Asks the storage for rows that meet filters which memory cannot answer yet, with as few questions as will do. */
    void loadWhere(Collection<Filter<R>> filters) {
        List<Filter<R>> unanswered = new ArrayList<>();
        for (Filter<R> filter : filters) {
            if (!filter.isEmpty() && !indexes.has(filter)) {
                indexes.add(filter, latest.values());
                unanswered.add(filter);
            }
        }
        if (!isWhole()) {
            for (Filter<R> filter : Filter.merged(unanswered)) {
                context.metrics().missed();
                context.find(definition, filter).forEach(row -> seed(definition.keyOf(row), row));
            }
        }
    }

    /** Takes a row as the storage had it, or the fact that it had none, unless memory has something newer. */
    void seed(K key, @Nullable R row) {
        if (latest.containsKey(key)) {
            return;
        }
        Stored stored = row == null ? Stored.ABSENT : Stored.PRESENT;
        latest.put(key, new Change<>(key, row, Change.LOADED, stored, null));
        bytes += bytes(row);
        indexes.update(key, row);
    }

    /** Drops rows that are durable, and says how many. */
    int evict(long committed, boolean isSparingLoaded) {
        return evict(change -> change.seq <= committed && !(isSparingLoaded && change.seq == Change.LOADED), false);
    }

    /** Drops rows that are durable and will not be asked for again, and says how many. */
    int evictFinished(long committed) {
        int evicted = evict(
                change -> change.seq <= committed && change.row != null && definition.isFinished(change.row), true);
        hasLackOfFinished = hasLackOfFinished || evicted > 0;
        return evicted;
    }

    /**
     * The writer has made changes durable, so what only they held on to is free: rows that stay forget them, or each would
     * keep all that was written with it.
     */
    void release(TableChanges<?, ?> written) {
        for (Change<?, ?> change : written.changes) {
            change.owner = null;
        }
        heldRows -= written.heldRows;
        bytes -= written.heldBytes;
        written.heldRows = 0;
        written.heldBytes = 0;
    }

    long size() {
        return latest.size() + heldRows;
    }

    long bytes() {
        return bytes;
    }

    private void put(K key, @Nullable R row, Stored assumed) {
        long seq = context.changingSeq(definition);
        Change<K, R> old = latest.get(key);
        if (old != null && old.owner == current) {
            overwrite(old, row, seq);
        } else {
            Stored stored = old == null ? assumed : old.storedAfter();
            Change<K, R> change = new Change<>(key, row, seq, stored, current);
            latest.put(key, change);
            current.changes.add(change);
            bytes += bytes(row);
            if (old != null) {
                replaced(old);
            }
        }
        indexes.update(key, row);
    }

    private void overwrite(Change<K, R> change, @Nullable R row, long seq) {
        if (current.keepsHistory() && change.seq < seq) {
            current.displaced.add(new TableChanges.Version<>(change.key, change.row, change.seq));
            hold(current, bytes(change.row));
            bytes += bytes(row);
        } else {
            bytes += bytes(row) - bytes(change.row);
        }
        if (change.row == null && change.stored == Stored.PRESENT) {
            // Deleted and made again: columns that updates leave alone may differ, so the row is written whole.
            change.stored = Stored.UNKNOWN;
        }
        change.row = row;
        change.seq = seq;
    }

    /** The old version leaves the map; if it has yet to be written, its segment still holds on to it. */
    private void replaced(Change<K, R> old) {
        if (old.owner instanceof TableChanges<?, ?> owner && old.seq > context.committed()) {
            hold(owner, bytes(old.row));
        } else {
            bytes -= bytes(old.row);
        }
    }

    private void hold(TableChanges<?, ?> owner, int rowBytes) {
        owner.heldRows++;
        owner.heldBytes += rowBytes;
        heldRows++;
    }

    private int evict(Predicate<Change<K, R>> isFree, boolean staysComplete) {
        int evicted = 0;
        Iterator<Change<K, R>> changes = latest.values().iterator();
        while (changes.hasNext()) {
            Change<K, R> change = changes.next();
            if (isFree.test(change)) {
                changes.remove();
                bytes -= bytes(change.row);
                evicted++;
            }
        }
        complete = complete && (staysComplete || evicted == 0);
        indexes.clear();
        return evicted;
    }

    private int bytes(@Nullable R row) {
        return row == null ? Capacity.BYTES_OF_ABSENT_ROW : definition.bytes(row);
    }

    /** The filters that are answered from memory at present. */
    Set<Filter<R>> filters() {
        return new HashSet<>(indexes.filters());
    }
}
