package io.tidemark.projection.store.postgres;

import io.tidemark.projection.store.TableDefinition;
import java.util.HexFormat;

/**
 * What the tables behind a definition are called in the database. PostgreSQL cuts off what is longer than 63 characters,
 * so that two names could become one; longer ones are cut here, and a hash of the whole keeps them apart.
 */
public final class TableNames {

    private static final int MOST_CHARACTERS = 63;

    private TableNames() {}

    /** The table that migrations make, of which generations are partitions; for a shared table, the table. */
    static String parent(TableDefinition<?, ?> table) {
        return table.kind() == TableDefinition.Kind.SHARED ? table.name() : fitting(table, "_row");
    }

    /** The table that holds the rows of one generation. */
    public static String of(TableDefinition<?, ?> table, int generation) {
        return table.kind() == TableDefinition.Kind.SHARED ? table.name() : fitting(table, "_g" + generation);
    }

    /** The table that migrations make for versions of rows. */
    static String historyParent(TableDefinition<?, ?> table) {
        return fitting(table, "_history_row");
    }

    /** The table that holds the versions of rows of one generation. */
    static String historyOf(TableDefinition<?, ?> table, int generation) {
        return fitting(table, "_history_g" + generation);
    }

    /** An index of the table that holds the rows of one generation. */
    static String ofIndex(TableDefinition<?, ?> table, int generation, String index) {
        return fitting(table, "_g" + generation + "_" + index);
    }

    /** The name without its schema. */
    static String withoutSchema(String name) {
        return name.substring(name.indexOf('.') + 1);
    }

    private static String fitting(TableDefinition<?, ?> table, String suffix) {
        String whole = table.name() + suffix;
        String name = withoutSchema(whole);
        if (name.length() <= MOST_CHARACTERS) {
            return whole;
        }
        String schema = whole.substring(0, whole.length() - name.length());
        String end =
                "_" + HexFormat.of().toHexDigits(withoutSchema(table.name()).hashCode()) + suffix;
        return schema + name.substring(0, MOST_CHARACTERS - end.length()) + end;
    }
}
