package io.tidemark.projection.store.postgres;

import io.tidemark.projection.store.Column;
import io.tidemark.projection.store.ColumnType;
import io.tidemark.projection.store.Filter;
import io.tidemark.projection.store.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** The statements for the rows of one table of one generation; each moves any number of rows. Immutable. */
final class TableSql {

    private static final String KEY = "k";
    private static final String VALUE = "v";

    private final TableDefinition<?, ?> table;
    private final String name;
    private final String historyName;
    private final int generation;

    TableSql(TableDefinition<?, ?> table, int generation) {
        this.table = table;
        this.name = TableNames.of(table, generation);
        this.historyName = TableNames.historyOf(table, generation);
        this.generation = generation;
    }

    String name() {
        return name;
    }

    boolean hasGeneration() {
        return table.kind() != TableDefinition.Kind.SHARED;
    }

    String copy() {
        return "copy " + name + " (" + insertColumns() + ") from stdin with (format binary)";
    }

    String update() {
        List<Column<?>> mutable = mutable(table.valueColumns());
        return "update " + name + " as t set " + assignments(mutable, "u." + VALUE) + " from "
                + unnest(keyColumns(), mutable) + " where " + sameKey();
    }

    String upsert() {
        List<Column<?>> values = new ArrayList<>(table.valueColumns());
        StringJoiner changes = new StringJoiner(", ");
        values.forEach(column -> changes.add(column.name() + " = excluded." + column.name()));
        return "insert into " + name + " (" + insertColumns() + ") select " + (hasGeneration() ? generation + ", " : "")
                + selected(keyColumns(), values) + " from " + unnest(keyColumns(), values) + " on conflict ("
                + names(keyColumns()) + ") do " + (values.isEmpty() ? "nothing" : "update set " + changes);
    }

    /** Adds rows that are not there, or replaces those that are. */
    String keep(boolean replaces) {
        if (replaces) {
            return upsert();
        }
        List<Column<?>> values = new ArrayList<>(table.valueColumns());
        return "insert into " + name + " (" + insertColumns() + ") select " + selected(keyColumns(), values) + " from "
                + unnest(keyColumns(), values) + " on conflict (" + names(keyColumns()) + ") do nothing";
    }

    String count(Filter<?> filter) {
        String find = find(filter);
        return "select count(*) " + find.substring(find.indexOf("from "));
    }

    String delete() {
        return "delete from " + name + " as t using " + unnest(keyColumns(), List.of()) + " where " + sameKey();
    }

    String load() {
        return "select " + tableColumns() + " from " + unnest(keyColumns(), List.of()) + " join " + name + " as t on "
                + sameKey();
    }

    String find(Filter<?> filter) {
        StringJoiner conditions = new StringJoiner(" and ");
        for (Filter.Condition<?> condition : filter.conditions()) {
            conditions.add("t." + condition.column().name() + " "
                    + condition.operator().sql() + (condition.operator() == Filter.Operator.IN ? " (?)" : " ?"));
        }
        return "select " + tableColumns() + " from " + name + " as t where " + conditions;
    }

    String insertHistory() {
        List<Column<?>> values = new ArrayList<>(table.valueColumns());
        String columns = (hasGeneration() ? "generation, " : "") + names(keyColumns()) + ", at_seq, is_deleted"
                + (values.isEmpty() ? "" : ", " + names(values));
        return "insert into " + historyName + " (" + columns + ") select " + (hasGeneration() ? generation + ", " : "")
                + selected(keyColumns(), List.of()) + ", u.at_seq, u.is_deleted"
                + (values.isEmpty() ? "" : ", " + selected(List.of(), values)) + " from unnest("
                + arrays(keyColumns(), values) + ", ?::bigint[], ?::boolean[]) as u (" + aliases(keyColumns(), values)
                + ", at_seq, is_deleted)";
    }

    private String insertColumns() {
        StringJoiner columns = new StringJoiner(", ");
        if (hasGeneration()) {
            columns.add("generation");
        }
        keyColumns().forEach(column -> columns.add(column.name()));
        table.valueColumns().forEach(column -> columns.add(column.name()));
        return columns.toString();
    }

    private String tableColumns() {
        StringJoiner columns = new StringJoiner(", ");
        keyColumns().forEach(column -> columns.add("t." + column.name()));
        table.valueColumns().forEach(column -> columns.add("t." + column.name()));
        return columns.toString();
    }

    private String sameKey() {
        StringJoiner conditions = new StringJoiner(" and ");
        int i = 0;
        for (Column<?> column : keyColumns()) {
            conditions.add("t." + column.name() + " = u." + KEY + i++);
        }
        return conditions.toString();
    }

    private List<Column<?>> keyColumns() {
        return new ArrayList<>(table.keyColumns());
    }

    static List<Column<?>> mutable(List<? extends Column<?>> columns) {
        List<Column<?>> mutable = new ArrayList<>();
        columns.forEach(column -> {
            if (column.isMutable()) {
                mutable.add(column);
            }
        });
        return mutable;
    }

    private static String assignments(List<Column<?>> columns, String source) {
        StringJoiner assignments = new StringJoiner(", ");
        int i = 0;
        for (Column<?> column : columns) {
            assignments.add(column.name() + " = " + cast(source + i++, column));
        }
        return assignments.toString();
    }

    private static String unnest(List<Column<?>> keys, List<Column<?>> values) {
        return "unnest(" + arrays(keys, values) + ") as u (" + aliases(keys, values) + ")";
    }

    private static String arrays(List<Column<?>> keys, List<Column<?>> values) {
        StringJoiner arrays = new StringJoiner(", ");
        keys.forEach(column -> arrays.add("?::" + arrayType(column) + "[]"));
        values.forEach(column -> arrays.add("?::" + arrayType(column) + "[]"));
        return arrays.toString();
    }

    private static String aliases(List<Column<?>> keys, List<Column<?>> values) {
        StringJoiner aliases = new StringJoiner(", ");
        for (int i = 0; i < keys.size(); i++) {
            aliases.add(KEY + i);
        }
        for (int i = 0; i < values.size(); i++) {
            aliases.add(VALUE + i);
        }
        return aliases.toString();
    }

    private static String selected(List<Column<?>> keys, List<Column<?>> values) {
        StringJoiner selected = new StringJoiner(", ");
        int i = 0;
        for (Column<?> column : keys) {
            selected.add(cast("u." + KEY + i++, column));
        }
        i = 0;
        for (Column<?> column : values) {
            selected.add(cast("u." + VALUE + i++, column));
        }
        return selected.toString();
    }

    private static String names(List<Column<?>> columns) {
        StringJoiner names = new StringJoiner(", ");
        columns.forEach(column -> names.add(column.name()));
        return names.toString();
    }

    private static String cast(String expression, Column<?> column) {
        return column.type() == ColumnType.JSON ? expression + "::jsonb" : expression;
    }

    static String arrayType(Column<?> column) {
        return switch (column.type()) {
            case TEXT, JSON -> "text";
            case BIGINT -> "bigint";
            case INTEGER -> "integer";
        };
    }
}
