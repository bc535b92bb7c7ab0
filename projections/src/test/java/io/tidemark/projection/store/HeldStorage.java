package io.tidemark.projection.store;

import io.tidemark.projection.store.StorageException.Kind;
import io.tidemark.projection.store.TableChanges.Version;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A storage in memory whose writes and reads a test can hold, release, fail and look at. Keeps the promises of
 * {@link ProjectionStorage}: fenced by position, all or nothing. Thread-safe.
 */
public final class HeldStorage implements ProjectionStorage {

    /** What becomes of a write. */
    public enum Outcome {
        /** It happens, and the writer is told so. */
        DONE,
        /** It happens, and the writer is told of a lost connection. */
        DONE_UNTOLD,
        /** It does not happen, and the writer is told of a lost connection. */
        NOT_DONE,
        /** It does not happen, and never will. */
        REFUSED
    }

    private final Door writeDoor = new Door();
    private final Door readDoor = new Door();
    private final Map<TableDefinition<?, ?>, HeldRows<?, ?>> tables = new HashMap<>();
    private final Map<String, String> metadata = new TreeMap<>();
    private final ArrayDeque<Outcome> outcomes = new ArrayDeque<>();
    private final List<CapturedWrite> tries = new ArrayList<>();
    private final List<CapturedWrite> writes = new ArrayList<>();
    private final List<List<String>> loads = new ArrayList<>();
    private final List<Filter<?>> finds = new ArrayList<>();
    private StoredPosition position = new StoredPosition(0, 0, 0);
    private boolean isFenced = true;
    private int failingReads;
    private int failingPositions;
    private int keeps;

    // --- what a test does

    /** Where writes wait before they happen. */
    public Door writeDoor() {
        return writeDoor;
    }

    /** Where reads wait before they look. */
    public Door readDoor() {
        return readDoor;
    }

    /** What becomes of the next writes; those after them are done. */
    public synchronized void next(Outcome... planned) {
        outcomes.addAll(List.of(planned));
    }

    /** So many reads will find no connection. */
    public synchronized void failReads(int count) {
        failingReads = count;
    }

    /** So many questions for the position will find no connection. */
    synchronized void failPositions(int count) {
        failingPositions = count;
    }

    /** From now on anybody may write, wherever the rows stand. */
    synchronized void dropFence() {
        isFenced = false;
    }

    /** Puts rows there, as if an earlier owner had written them at seq 1. */
    @SafeVarargs
    final synchronized <K, R> void put(TableDefinition<K, R> table, R... some) {
        for (R row : some) {
            rows(table).rows.put(table.keyOf(row).toString(), row);
        }
        position = new StoredPosition(Math.max(position.watermark(), 1), position.epoch(), position.write());
    }

    // --- what a test sees

    /** Everything that the writer tried, in order. */
    synchronized List<CapturedWrite> tries() {
        return List.copyOf(tries);
    }

    /** The writes that happened, in order. */
    public synchronized List<CapturedWrite> writes() {
        return List.copyOf(writes);
    }

    /** The keys of each question for rows by key, in order. */
    public synchronized List<List<String>> loads() {
        return List.copyOf(loads);
    }

    /** The questions for rows by conditions, in order. */
    synchronized List<Filter<?>> finds() {
        return List.copyOf(finds);
    }

    /** How often rows were made durable outside of any write. */
    public synchronized int keeps() {
        return keeps;
    }

    public synchronized long watermark() {
        return position.watermark();
    }

    /** The durable rows by key. */
    public synchronized <K, R> Map<String, R> rowsOf(TableDefinition<K, R> table) {
        return new TreeMap<>(rows(table).rows);
    }

    synchronized <R> List<R> appendedTo(TableDefinition<R, R> table) {
        return List.copyOf(rows(table).appended);
    }

    synchronized <K, R> List<Version<K, R>> historyOf(TableDefinition<K, R> table) {
        return List.copyOf(rows(table).history);
    }

    synchronized Map<String, String> metadata() {
        return Map.copyOf(metadata);
    }

    /** Looks at several things as they are at one moment. */
    synchronized <T> T atOnce(Supplier<T> look) {
        return look.get();
    }

    // --- what the store does

    @Override
    public synchronized StoredPosition claim() {
        position = new StoredPosition(position.watermark(), position.epoch() + 1, position.write());
        return position;
    }

    @Override
    public synchronized StoredPosition position() {
        if (failingPositions > 0) {
            failingPositions--;
            throw lostConnection();
        }
        return position;
    }

    @Override
    public void write(CapturedWrite write) {
        String captured = contentOf(write);
        writeDoor.pass();
        synchronized (this) {
            if (!captured.equals(contentOf(write))) {
                throw new AssertionError("a captured write changed: " + captured);
            }
            tries.add(write);
            finish(write, Objects.requireNonNullElse(outcomes.poll(), Outcome.DONE));
        }
    }

    private void finish(CapturedWrite write, Outcome outcome) {
        switch (outcome) {
            case DONE -> apply(write);
            case DONE_UNTOLD -> {
                apply(write);
                throw lostConnection();
            }
            case NOT_DONE -> throw lostConnection();
            case REFUSED -> throw new StorageException(Kind.PERMANENT, "the write is refused", null);
        }
    }

    private void apply(CapturedWrite write) {
        if (isFenced && !write.before().equals(position)) {
            throw new StorageException(Kind.LOST, "at " + position + ", not at " + write.before(), null);
        }
        Map<TableDefinition<?, ?>, HeldRows<?, ?>> next = new HashMap<>();
        for (TableChanges<?, ?> changes : write.tables()) {
            next.put(changes.table(), rows(changes.table()).with(changes));
        }
        tables.putAll(next);
        metadata.putAll(write.metadata());
        position = write.after();
        writes.add(write);
    }

    @Override
    public <K, R> List<R> load(TableDefinition<K, R> table, Collection<K> keys) {
        synchronized (this) {
            loads.add(keys.stream().map(Object::toString).toList());
        }
        passReadDoor();
        synchronized (this) {
            Map<String, R> rows = rows(table).rows;
            return keys.stream()
                    .map(key -> rows.get(key.toString()))
                    .filter(Objects::nonNull)
                    .toList();
        }
    }

    @Override
    public <K, R> List<R> find(TableDefinition<K, R> table, Filter<R> filter) {
        synchronized (this) {
            finds.add(filter);
        }
        passReadDoor();
        synchronized (this) {
            return rows(table).matching(filter);
        }
    }

    @Override
    public synchronized <K, R> long count(TableDefinition<K, R> table, Filter<R> filter) {
        return rows(table).matching(filter).size();
    }

    @Override
    public synchronized <K, R> List<R> keep(TableDefinition<K, R> table, List<R> kept, boolean replaces) {
        Map<String, R> rows = rows(table).rows;
        List<R> there = new ArrayList<>();
        for (R row : kept) {
            String key = table.keyOf(row).toString();
            there.add(replaces ? row : rows.getOrDefault(key, row));
            rows.put(key, there.getLast());
        }
        keeps++;
        return there;
    }

    private void passReadDoor() {
        readDoor.pass();
        synchronized (this) {
            if (failingReads > 0) {
                failingReads--;
                throw lostConnection();
            }
        }
    }

    @SuppressWarnings("unchecked") // Rows are kept by the table that they are of.
    private <K, R> HeldRows<K, R> rows(TableDefinition<K, R> table) {
        return (HeldRows<K, R>) tables.computeIfAbsent(table, HeldRows::new);
    }

    private static String contentOf(CapturedWrite write) {
        StringBuilder content = new StringBuilder();
        for (TableChanges<?, ?> table : write.tables()) {
            content.append(table.inserts()).append(table.updates()).append(table.upserts());
            content.append(table.deletes()).append(table.history());
        }
        return content.append(write.metadata()).toString();
    }

    private static StorageException lostConnection() {
        return new StorageException(Kind.TRANSIENT, "the connection is lost", null);
    }
}
