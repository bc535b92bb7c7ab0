package io.tidemark.projection.store;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One kind of row of a projection: how it is called, known, read and written. Rows and keys are immutable and equal by
 * content. Immutable, so safe for use by several threads.
 *
 * @param <K> what a row is known by
 * @param <R> the row
 */
public final class TableDefinition<K, R> {

    private final String name;
    private final Kind kind;
    private final Function<? super R, ? extends K> keyOf;
    private final List<Column<K>> keyColumns;
    private final List<Column<R>> valueColumns;
    private final @Nullable Function<StoredRow, R> reader;
    private final ToIntFunction<? super R> bytes;
    private final Predicate<? super R> finished;
    private final boolean keepsHistory;
    private final @Nullable Function<? super R, String> writeOrder;
    private final List<Index> indexes;

    /** How rows of a table come and go. */
    public enum Kind {
        /** Rows are read, changed and deleted by key; each generation of the projection has its own. */
        KEYED,
        /** Rows are only ever added, and the projection never reads them; each generation has its own. */
        APPEND_ONLY,
        /** Like keyed, but all generations share the rows, so they survive a rebuild. */
        SHARED
    }

    /**
     * An index besides the one on the key. A rebuild makes it after the rows are there.
     *
     * @param name what distinguishes it from the table's others
     * @param definition what stands behind {@code create index on table}: columns in parentheses, and a condition
     */
    public record Index(String name, String definition) {}

    private TableDefinition(Builder<K, R> builder) {
        this.name = builder.name;
        this.kind = builder.kind;
        this.keyOf = builder.keyOf;
        this.keyColumns = List.copyOf(builder.keyColumns);
        this.valueColumns = List.copyOf(builder.valueColumns);
        this.reader = builder.reader;
        this.bytes = builder.bytes;
        this.finished = builder.finished;
        this.keepsHistory = builder.keepsHistory;
        this.writeOrder = builder.writeOrder;
        this.indexes = List.copyOf(builder.indexes);
    }

    /**
     * Begins the definition of a table whose rows are known by a key.
     *
     * @param name schema and name in the database
     * @param keyOf the key of a row
     */
    public static <K, R> Builder<K, R> keyed(String name, Function<? super R, ? extends K> keyOf) {
        return new Builder<>(name, Kind.KEYED, keyOf);
    }

    /**
     * Begins the definition of a table whose rows outlive a rebuild.
     *
     * @param name schema and name in the database
     * @param keyOf the key of a row
     */
    public static <K, R> Builder<K, R> shared(String name, Function<? super R, ? extends K> keyOf) {
        return new Builder<>(name, Kind.SHARED, keyOf);
    }

    /**
     * Begins the definition of a table to which rows are only added.
     *
     * @param name schema and name in the database
     */
    public static <R> Builder<R, R> appendOnly(String name) {
        return new Builder<>(name, Kind.APPEND_ONLY, row -> row);
    }

    /** Schema and name in the database. */
    public String name() {
        return name;
    }

    /** How its rows come and go. */
    public Kind kind() {
        return kind;
    }

    /** What the row is known by. */
    public K keyOf(R row) {
        return keyOf.apply(row);
    }

    /** The columns of the key, in its order. */
    public List<Column<K>> keyColumns() {
        return keyColumns;
    }

    /** The other columns. */
    public List<Column<R>> valueColumns() {
        return valueColumns;
    }

    /**
     * Makes a row of what the storage has.
     *
     * @throws IllegalStateException if rows of this table are never read
     */
    public R read(StoredRow stored) {
        if (reader == null) {
            throw new IllegalStateException("rows of " + name + " are never read");
        }
        return reader.apply(stored);
    }

    /** What the row takes in memory, in bytes, estimated. */
    public int bytes(R row) {
        return bytes.applyAsInt(row);
    }

    /**
     * Whether the row will never be asked for again, as far as the projection can tell. Such rows leave memory first, and
     * are the only ones that may leave a table that is in memory as a whole without it having to ask the storage later.
     */
    public boolean isFinished(R row) {
        return finished.test(row);
    }

    /** Whether each version of a row is kept in a second table, {@code name_history}. */
    public boolean keepsHistory() {
        return keepsHistory;
    }

    /** The text in whose order the rows of one write are handed to the storage; {@code null} for any. */
    public @Nullable Function<? super R, String> writeOrder() {
        return writeOrder;
    }

    /** Indexes besides the one on the key. */
    public List<Index> indexes() {
        return indexes;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Collects what is known of a table. Not thread-safe. */
    public static final class Builder<K, R> {

        /** A guess for a record with a few texts and numbers, its key and its place in a hash table. */
        private static final int TYPICAL_BYTES = 300;

        private final String name;
        private final Kind kind;
        private final Function<? super R, ? extends K> keyOf;
        private List<Column<K>> keyColumns = List.of();
        private List<Column<R>> valueColumns = List.of();
        private @Nullable Function<StoredRow, R> reader;
        private ToIntFunction<? super R> bytes = row -> TYPICAL_BYTES;
        private Predicate<? super R> finished = row -> false;
        private boolean keepsHistory;
        private @Nullable Function<? super R, String> writeOrder;
        private List<Index> indexes = List.of();

        private Builder(String name, Kind kind, Function<? super R, ? extends K> keyOf) {
            this.name = name;
            this.kind = kind;
            this.keyOf = keyOf;
        }

        /** The columns of the key. */
        public Builder<K, R> key(List<Column<K>> columns) {
            this.keyColumns = columns;
            return this;
        }

        /** The other columns. */
        public Builder<K, R> values(List<Column<R>> columns) {
            this.valueColumns = columns;
            return this;
        }

        /** How a row is made of what the storage has. */
        public Builder<K, R> reader(Function<StoredRow, R> rowReader) {
            this.reader = rowReader;
            return this;
        }

        /** Estimates what a row takes in memory. */
        public Builder<K, R> bytes(ToIntFunction<? super R> estimate) {
            this.bytes = estimate;
            return this;
        }

        /** Tells which rows will never be asked for again. */
        public Builder<K, R> finishedWhen(Predicate<? super R> test) {
            this.finished = test;
            return this;
        }

        /** Asks for each version of a row to be kept. */
        public Builder<K, R> keepingHistory() {
            this.keepsHistory = true;
            return this;
        }

        /**
         * Sorts the rows of each write by a text which many of them share. In the order of the indexes, neighbours meet
         * the same pages of them, which are then in the processor's cache: far cheaper than to jump for each row.
         */
        public Builder<K, R> writtenInOrderOf(Function<? super R, String> order) {
            this.writeOrder = order;
            return this;
        }

        /** Indexes besides the one on the key. */
        public Builder<K, R> indexes(Index... others) {
            this.indexes = List.of(others);
            return this;
        }

        /**
         * The table.
         *
         * @throws IllegalArgumentException if there is no column, or a keyed table has none for its key, or versions are
         *     to be kept of rows that have no key or no generation
         */
        public TableDefinition<K, R> build() {
            if (kind != Kind.APPEND_ONLY && keyColumns.isEmpty()) {
                throw new IllegalArgumentException("the table " + name + " needs columns for its key");
            }
            if (keyColumns.isEmpty() && valueColumns.isEmpty()) {
                throw new IllegalArgumentException("the table " + name + " needs columns");
            }
            if (keepsHistory && kind != Kind.KEYED) {
                throw new IllegalArgumentException("the table " + name + " cannot keep versions of its rows");
            }
            return new TableDefinition<>(this);
        }
    }
}
