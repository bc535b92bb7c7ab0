package io.tidemark.projection.store.postgres;

import io.tidemark.projection.store.TableDefinition;

/** What the tables behind a definition are called in the database. */
public final class TableNames {

    private TableNames() {}

    /** The table that migrations make, of which generations are partitions; for a shared table, the table. */
    static String parent(TableDefinition<?, ?> table) {
        return table.kind() == TableDefinition.Kind.SHARED ? table.name() : table.name() + "_row";
    }

    /** The table that holds the rows of one generation. */
    public static String of(TableDefinition<?, ?> table, int generation) {
        return table.kind() == TableDefinition.Kind.SHARED ? table.name() : table.name() + "_g" + generation;
    }

    /** The table that migrations make for versions of rows. */
    static String historyParent(TableDefinition<?, ?> table) {
        return table.name() + "_history_row";
    }

    /** The table that holds the versions of rows of one generation. */
    static String historyOf(TableDefinition<?, ?> table, int generation) {
        return table.name() + "_history_g" + generation;
    }

    /** The name without its schema. */
    static String withoutSchema(String name) {
        return name.substring(name.indexOf('.') + 1);
    }
}
