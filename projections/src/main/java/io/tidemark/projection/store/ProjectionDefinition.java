package io.tidemark.projection.store;

import java.util.List;
import java.util.function.Function;

/**
 * A projection: what it is called, what it keeps and how it folds. Immutable.
 *
 * @param name its stable name, which is also that of its processor
 * @param version number of its code: tables that another version folded are rebuilt; at least 1
 * @param tables what it keeps
 * @param handler makes the handler over the tables of a store
 * @param <E> the events that it knows
 */
public record ProjectionDefinition<E>(
        String name, int version, List<TableDefinition<?, ?>> tables, Function<Tables, ProjectionHandler<E>> handler) {

    public ProjectionDefinition {
        tables = List.copyOf(tables);
        if (version < 1) {
            throw new IllegalArgumentException("versions begin with 1");
        }
    }
}
