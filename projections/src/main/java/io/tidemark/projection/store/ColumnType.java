package io.tidemark.projection.store;

/** What a column holds. */
public enum ColumnType {
    /** A {@link String}. */
    TEXT,
    /** A {@link Long}. */
    BIGINT,
    /** An {@link Integer}. */
    INTEGER,
    /** A {@link String} with one JSON value in it. */
    JSON
}
