package io.tidemark.query.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A statement put together from fixed pieces, each with the parameters that it has, in reading order. Values only ever
 * travel as parameters. Not thread-safe.
 */
public final class Sql {

    private final StringBuilder text = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    /** A statement that begins with the given piece. */
    public static Sql of(String piece, Object... values) {
        return new Sql().add(piece, values);
    }

    /**
     * Adds a piece and its parameters.
     *
     * @param values {@link Long}, {@link Integer}, {@link String} or, for a {@code text[]}, {@code String[]}
     */
    public Sql add(String piece, Object... values) {
        text.append(piece).append('\n');
        Collections.addAll(parameters, values);
        return this;
    }

    String text() {
        return text.toString();
    }

    List<Object> parameters() {
        return parameters;
    }
}
